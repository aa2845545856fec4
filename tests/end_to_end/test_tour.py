import os
import subprocess
import sys


def test_tour_without_a_display_gets_a_real_answer_of_every_agent(model_file, tmp_path, home):
    models = home / "renao" / "data" / "models"
    models.parent.mkdir(parents=True)
    models.symlink_to(model_file.parent)
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("There is no display here")
    assert done.stdout.count("builtin/SmolLM2-135M-Instruct") == 9
    pictures = {file.name for file in (tmp_path / "renao-tour").iterdir()}
    assert {"1-empty.png", "2-streaming.png", "3-answers.png"} <= pictures
