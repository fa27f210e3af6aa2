/** Files that say what a project's own scripts run, and what it needs: first those whose name needs no dot. Most calls have none either. */
const PLAIN_FILES = /(?:^|[^\w.-])(?:(?:gnu)?makefile|gemfile|dockerfile|gradlew|bin\/activate)(?![\w-])/i;
const DOTTED_FILES =
  /(?:^|[^\w.-])(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bun\.lockb?|\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs|bunfig\.toml|[\w-]{1,60}\.mk|pyproject\.toml|(?:poetry|uv|cargo|composer|gemfile)\.lock|requirements[\w-]{0,40}\.txt|composer\.json|go\.(?:mod|sum)|(?:docker-)?compose[\w.-]{0,40}\.ya?ml|setup\.(?:py|cfg)|tox\.ini|pytest\.ini|conftest\.py|noxfile\.py|cargo\.toml|build\.rs|pom\.xml|gradle-wrapper\.\w{1,20}|[\w.-]{0,60}\.gradle(?:\.kts)?|[\w.-]{1,60}\.(?:csproj|props|targets)|[\w.-]{1,60}\.config\.[cm]?[jt]s|\.cargo|\.mvn|\.husky)(?![\w-])/i;
/** The endings of the files above, or a part of the name of one without: most calls have none, and are tried no further. */
const ENDINGS =
  /\.(?:json|ya?ml|lock|npmrc|yarnrc|pnpmfile|toml|mk|txt|mod|sum|py|cfg|ini|rs|xml|gradle|csproj|props|targets|config|cargo|mvn|husky)|wrapper\./i;
/** What is put into a project's own environment, or in its place: `mv kit .venv`, `cp run .venv/bin/`, `{"path":".venv/bin/pip"}`. */
const ENTERED =
  /(?:(?:^|[^\w-])(?:mv|cp|ln|tee|rename)\s[^;&|\n"]{1,200}?[\s/]|>\s{0,3}|"(?:path|file|to|dest|destination|target|new_path|file_path|filename)"\s?:\s?")(?:[^\s"';&|]{0,200}\/)?(?:\.?venv|env)(?![\w.-])/i;
const ENVIRONMENT = /env/i;
/** What brings in the work of others, or unpacks it. */
const BRINGS =
  /(?:^|[^a-z])(?:checkout(?! -[bB] )|switch(?! -[cC] )|pull(?![ _-]request)|merge|rebase|apply|cherry|restore|reset|clone|stash|submodule|patch|unzip|untar|unpack|extract|tar|rsync|npm (?:pkg|set)|set-script|install|(?:npm|pnpm|yarn|bun|cargo|uv|poetry) (?:i|add)|curl|wget|download)(?![a-z])/i;

/** Gets what the project's own files say, and nothing else: `npm install`, and not `npm install left-pad`. */
const SETS_UP =
  /(?:(?:npm|pnpm|yarn|bun|poetry|bundle|composer) install(?: --frozen-lockfile)?|pip3? install (?:-r requirements(?:-dev)?\.txt|-e \.)|(?:\.|source) (?:\.?venv|env)\/bin\/activate)(?=\s*(?:["&|]|2>|$))/g;

/** Whether a text that a call was made with may change what a project's own scripts run. */
export function mayChangeScripts(text: string): boolean {
  if (ENVIRONMENT.test(text) && ENTERED.test(text)) return true;
  const rest = text.replace(SETS_UP, ' ');
  return PLAIN_FILES.test(rest) || (ENDINGS.test(rest) && DOTTED_FILES.test(rest)) || BRINGS.test(rest);
}
