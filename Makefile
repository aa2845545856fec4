# `make run` opens the window; `make test` checks everything, as CI does.

PYTHON ?= python3
PIP = pip==26.3
BIN = .venv/bin
INSTALLED = .venv/installed
TRANSLATIONS = $(patsubst %.ts,%.qm,$(wildcard resources/translations/*.ts))

# Debian's names for what Qt needs on a real screen, what the model computes with, and fonts.
RUN_PACKAGES = libgl1 libegl1 libfontconfig1 libglib2.0-0 libxkbcommon0 libdbus-1-3 \
	libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 \
	libxcb-randr0 libxcb-xkb1 libxcb-render-util0 libxcb-image0 libxcb-sync1 \
	libxcb-xfixes0 libx11-xcb1 libgomp1 fonts-dejavu-core fonts-open-sans fonts-noto-cjk fonts-noto-color-emoji
SCREEN_PACKAGES = xvfb xauth
TEST_PACKAGES = xdotool openbox trayer x11-xkb-utils dbus at-spi2-core gnome-keyring git ca-certificates

# Installs what is missing of the Debian packages $(1) as root; else says how to.
define debian
	@command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0; \
	wanted="$(1)"; missing=; \
	[ -x $(BIN)/python ] || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| wanted="python3 python3-venv $$wanted"; \
	here=" $$(dpkg-query -W -f='$${Package} $${Status}\n' \
		| sed -n 's/ install ok installed$$//p' | tr '\n' ' ')"; \
	for each in $$wanted; do \
		case "$$here" in *" $$each "*|*" $${each}t64 "*) ;; *) missing="$$missing $$each";; esac; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing && exit 0; \
		echo "The system packages could not be installed:$$missing"; \
	else \
		echo "System packages are missing. This installs them:"; \
		echo "    sudo apt-get install --no-install-recommends$$missing"; \
	fi
endef

.PHONY: help system setup run test bench format clean

help:
	@echo "make setup    everything that Renao needs, in .venv and the data folder"
	@echo "make run      open the window (the tour, where there is no display)"
	@echo "make test     format, lint, types, imports, tests"
	@echo "make bench    measure the window against its floor"
	@echo "make format   put the code into shape"
	@echo "make clean    remove what was made here; conversations stay"

system:
	$(call debian,$(RUN_PACKAGES) $(if $(DISPLAY)$(WAYLAND_DISPLAY),,$(SCREEN_PACKAGES)))

setup: $(INSTALLED) $(TRANSLATIONS)
	@$(BIN)/python -m app fetch-model || echo "Renao opens without it: see 'renao doctor'."

$(INSTALLED): pyproject.toml resources/build_hook.py Makefile | system
	@command -v $(PYTHON) >/dev/null || { echo "Renao needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Renao needs Python 3.11 or newer, and $(PYTHON) is older."; \
		echo "With another one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make environments. On Debian and Ubuntu this helps:"; \
		echo "    sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP)
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > .venv/build.txt
	$(BIN)/python -m pip install --disable-pip-version-check --requirement .venv/build.txt
	$(BIN)/python -m pip install --disable-pip-version-check --no-build-isolation --editable '.[dev]'
	@touch $@

%.qm: %.ts | $(INSTALLED)
	@$(BIN)/pyside6-lrelease -silent $< -qm $@

run: setup
	@$(BIN)/python -m app

test: setup
	$(call debian,$(SCREEN_PACKAGES) $(TEST_PACKAGES))
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: setup
	$(call debian,$(SCREEN_PACKAGES))
	@$(BIN)/python -m app bench

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv build dist *.egg-info renao-tour $(TRANSLATIONS)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find app tests resources -name __pycache__ -type d -prune -exec rm -rf {} +
