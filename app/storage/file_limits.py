"""How large what is attached may be, in one place. Sizes are in bytes."""

LARGEST_FILE = 20 * 1024 * 1024
"""No provider takes more in one request: 32 MB as base64 is the most generous."""

LARGEST_READ = 64 * 1024 * 1024
"""A picture may be this large before it is made smaller; more of it only fills the memory."""

LARGEST_PICTURE = 3_700_000
"""The strictest providers take 5 MB of base64; larger pictures are made smaller."""

LONGEST_SIDE = 7_900
"""Pixels; the strictest providers refuse 8,000."""

SMALLER_SIDE = 2_048
"""Pixels of the longer side after a picture was made smaller; no model looks at more."""

MOST_PIXELS = 64_000_000
"""Decoding takes four bytes each: 256 MB, which is also Qt's own limit."""

LARGEST_TEXT = 2 * 1024 * 1024
"""Half a million tokens, more than nearly every model can look back on."""

MOST_FILES = 20
"""In one message; more do not fit over a composer, and few providers take more."""

PDF_PAGES = 500
PDF_SECONDS = 20.0
"""Time to read the text of a PDF; a hostile one never ends."""

LARGEST_SENT = 20 * 1024 * 1024
"""Of all files in one request; older ones are only named, or the provider refuses it all."""

LONGEST_PASTE = 8_000
"""Characters; a longer paste becomes a file: nobody reads on in a field of eight lines."""
