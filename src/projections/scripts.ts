/** Files that say what a project's own scripts run, and what it needs. */
const FILES =
  /(?:^|[^\w.-])(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bun\.lockb?|\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs|bunfig\.toml|makefile|gnumakefile|[\w-]{1,60}\.mk|pyproject\.toml|(?:poetry|uv|cargo|composer|gemfile)\.lock|requirements[\w-]{0,40}\.txt|gemfile|composer\.json|go\.(?:mod|sum)|dockerfile(?:\.[\w-]{1,40})?|(?:docker-)?compose[\w.-]{0,40}\.ya?ml|setup\.(?:py|cfg)|tox\.ini|pytest\.ini|conftest\.py|noxfile\.py|cargo\.toml|build\.rs|pom\.xml|gradlew(?:\.bat)?|gradle-wrapper\.\w{1,20}|[\w.-]{0,60}\.gradle(?:\.kts)?|[\w.-]{1,60}\.(?:csproj|props|targets)|[\w.-]{1,60}\.config\.[cm]?[jt]s|\.cargo|\.mvn|\.husky|bin\/activate)(?![\w-])/i;
/** What is put into a project's own environment, or in its place: `mv kit .venv`, `cp run .venv/bin/`, `{"path":".venv/bin/pip"}`. */
const ENTERED =
  /(?:(?:^|[^\w-])(?:mv|cp|ln|tee|rename)\s[^;&|\n"]{1,200}?[\s/]|>\s{0,3}|"(?:path|file|to|dest|destination|target|new_path|file_path|filename)"\s?:\s?")(?:[^\s"';&|]{0,200}\/)?(?:\.?venv|env)(?![\w.-])/i;
/** What brings in the work of others, or unpacks it. */
const BRINGS =
  /(?:^|[^a-z])(?:checkout(?! -[bB] )|switch(?! -[cC] )|pull(?![ _-]request)|merge|rebase|apply|cherry|restore|reset|clone|stash|submodule|patch|unzip|untar|unpack|extract|tar|rsync|npm (?:pkg|set)|set-script|install|(?:npm|pnpm|yarn|bun|cargo|uv|poetry) (?:i|add)|curl|wget|download)(?![a-z])/i;

/** Gets what the project's own files say, and nothing else: `npm install`, and not `npm install left-pad`. */
const SETS_UP =
  /(?:(?:npm|pnpm|yarn|bun|poetry|bundle|composer) install(?: --frozen-lockfile)?|pip3? install (?:-r requirements(?:-dev)?\.txt|-e \.)|(?:\.|source) (?:\.?venv|env)\/bin\/activate)(?=\s*(?:["&|]|2>|$))/g;

/** Whether a text that a call was made with may change what a project's own scripts run. */
export const mayChangeScripts = (text: string): boolean =>
  ENTERED.test(text) || FILES.test(text.replace(SETS_UP, ' ')) || BRINGS.test(text.replace(SETS_UP, ' '));
