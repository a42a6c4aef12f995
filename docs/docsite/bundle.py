"""The script of the API reference: Redoc, React and `theme/reference.js`, made one by esbuild."""

from . import node

# Redoc comes without what it needs; left out is what it needs for other documents than ours: a description that it
# loads and joins from several files, samples in YAML, and languages that no sample is in.
LANGUAGES = "c coffeescript cpp csharp csv java lua markup-templating objectivec perl php q ruby scala sql swift"
LEFT_OUT = (
    "@redocly/openapi-core/lib/bundle",
    "@redocly/openapi-core/lib/config/config",
    "yaml",
    *(f"prismjs/components/prism-{language}.js" for language in LANGUAGES.split()),
)

# Redoc 2.5.4 takes its makers' logo from their servers.
LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
NO_LOGO = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def script() -> str:
    """Return the script. Raises CalledProcessError, and ValueError where Redoc is not the one that is known here."""
    made = node.run(
        "esbuild",
        "docs/theme/reference.js",
        "--bundle",
        "--minify",
        "--charset=utf8",
        "--log-level=warning",
        '--define:process.env.NODE_ENV="production"',
        *(f"--alias:{module}=./docs/theme/nothing.js" for module in LEFT_OUT),
    )
    if made.count(LOGO) != 1 or "</script" in made.lower():
        raise ValueError("not the Redoc that docsite/bundle.py knows")
    return made.replace(LOGO, NO_LOGO)
