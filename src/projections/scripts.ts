/** Files that say what a project's own scripts run. */
const FILES =
  /(?:^|[^\w.-])(?:package\.json|\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs|bunfig\.toml|makefile|gnumakefile|[\w-]{1,60}\.mk|pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|pytest\.ini|conftest\.py|noxfile\.py|cargo\.toml|build\.rs|pom\.xml|gradlew(?:\.bat)?|gradle-wrapper\.\w{1,20}|[\w.-]{0,60}\.gradle(?:\.kts)?|[\w.-]{1,60}\.(?:csproj|props|targets)|[\w.-]{1,60}\.config\.[cm]?[jt]s|\.cargo|\.mvn|\.husky)(?![\w-])/i;
/** What brings in the work of others, or unpacks it. */
const BRINGS =
  /(?:^|[^a-z])(?:checkout(?! -[bB] )|switch(?! -[cC] )|pull(?![ _-]request)|merge|rebase|apply|cherry|restore|reset|clone|stash|submodule|patch|unzip|untar|unpack|extract|tar|rsync|npm (?:pkg|set)|set-script|install|(?:npm|pnpm|yarn|bun|cargo|uv|poetry) (?:i|add)|curl|wget|download)(?![a-z])/i;

/** Whether a text that a call was made with may change what a project's own scripts run. */
export const mayChangeScripts = (text: string): boolean => FILES.test(text) || BRINGS.test(text);
