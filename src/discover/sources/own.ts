import { ConfigError } from '../../config/error.ts';
import { loadConfig } from '../../config/load.ts';
import { REFERENCE } from '../../config/reference.ts';
import type { ServerConfig } from '../../config/schema.ts';
import { messageOf } from '../../model/caught.ts';
import { complaintText } from '../../model/complaint.ts';
import type { SeeSecrets } from '../credentials.ts';
import type { ServerEntry } from '../entry.ts';
import type { Seen, Sightings } from '../find.ts';
import { hideLaunch } from '../hidden-launch.ts';
import { launchKey } from '../launch.ts';

export interface Own extends Sightings {
  /** Where Sallyport serves over HTTP by these configurations. */
  readonly urls: readonly string[];
}

/** The servers in Sallyport's own configurations: what is behind it. */
export async function seeOwn(
  files: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  see: SeeSecrets,
): Promise<Own> {
  const seen: Seen[] = [];
  const troubles: string[] = [];
  const urls: string[] = [];
  for (const file of files) {
    try {
      const { config, locate, foreign } = await loadConfig(file);
      for (const [name, server] of Object.entries(config.servers)) {
        const { launch, held, key } = hideLaunch(entryOfServer(server), see);
        const line = locate(['servers', name], { key: true })?.line;
        // A client may have been given the value where we have a reference to it.
        const filled = hideLaunch(entryOfServer(withValues(server, env)), see);
        seen.push({
          source: 'sallyport',
          kind: 'server',
          name,
          by: 'Sallyport',
          at: line === undefined ? { file } : { file, line },
          certainty: 'certain',
          reason: server.disabled ? 'disabled in the configuration of Sallyport' : 'in the configuration of Sallyport',
          way: server.disabled ? 'unsure' : 'behind',
          launch,
          held,
          keys: [...new Set([key, launchKey(filled.launch)])],
        });
      }
      if (foreign) continue;
      const { port, path } = config.http;
      urls.push(`http://localhost:${port}${path}`);
    } catch (error) {
      const all = error instanceof ConfigError ? error.complaints.map(complaintText) : [];
      troubles.push(all[0] ?? `${file}: ${messageOf(error)}`);
    }
  }
  return { seen, troubles, notes: [], urls };
}

export const entryOfServer = ({
  command,
  args,
  env,
  cwd,
  url,
  headers,
  transport,
  disabled,
}: ServerConfig): ServerEntry => ({
  kind: command !== undefined ? 'stdio' : transport === 'sse' ? 'sse' : 'http',
  ...(command === undefined ? {} : { command }),
  ...(url === undefined ? {} : { url }),
  ...(cwd === undefined ? {} : { cwd }),
  args: command === undefined ? [] : args,
  env: command === undefined ? {} : env,
  headers: command === undefined ? headers : {},
  disabled,
  others: [],
});

function withValues(server: ServerConfig, env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const fill = (text: string): string =>
    text.replace(REFERENCE, (whole: string, _literal: unknown, body: string | undefined) =>
      body?.startsWith('env:') === true ? (env[body.slice(4)] ?? whole) : whole,
    );
  return {
    ...server,
    args: server.args.map(fill),
    ...(server.command === undefined ? {} : { command: fill(server.command) }),
    ...(server.url === undefined ? {} : { url: fill(server.url) }),
  };
}
