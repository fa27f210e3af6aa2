import path from 'node:path';
import type { SeeSecrets } from '../credentials.ts';
import type { Seen, Sightings } from '../find.ts';
import { seeContainerfile } from '../manifests/containerfile.ts';
import { seeYaml } from '../manifests/workloads.ts';
import { readText, whatFailed } from '../walk.ts';

const YAML = /\.ya?ml$/i;
const CONTAINERFILE = /^(?:Dockerfile|Containerfile)(?:\..+)?$|\.(?:Dockerfile|Containerfile)$/i;
/** Locks and the like are large, and describe nothing that runs. */
const NO_MANIFEST = /^(?:pnpm-lock|\.pnpm|mkdocs|\.pre-commit-config|\.eslintrc|openapi|swagger)\b/i;
/** Nothing without one of these letters in a row speaks of MCP. */
const SPEAKS = /mcp/i;

/** Servers in compose files, manifests of Kubernetes and container files. */
export async function seeManifests(
  files: readonly string[],
  see: SeeSecrets,
  progress: (done: number, of: number) => void,
): Promise<Sightings> {
  const wanted = files.filter((file) => {
    const name = path.basename(file);
    return CONTAINERFILE.test(name) || (YAML.test(name) && !NO_MANIFEST.test(name));
  });
  const seen: Seen[] = [];
  const troubles: string[] = [];
  for (const [i, file] of wanted.entries()) {
    progress(i, wanted.length);
    try {
      const read = await readText(file);
      if (read === 'too large') troubles.push(`${file}: is too large to be looked at`);
      else if (read !== undefined && SPEAKS.test(read.text)) {
        const found = YAML.test(file) ? seeYaml(file, read.text, see) : seeContainerfile(file, read.text, see);
        seen.push(...found.seen);
        troubles.push(...found.troubles);
      }
    } catch (error) {
      troubles.push(`${file}: ${whatFailed(error)}`);
    }
  }
  return { seen, troubles, notes: [] };
}
