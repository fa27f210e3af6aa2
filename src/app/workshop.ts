import { ConfigError } from '../config/error.ts';
import type { CustomInspector } from '../inspect/custom/custom.ts';
import type { LoadFault } from '../inspect/custom/load-fault.ts';
import type { CustomSource } from '../inspect/custom/source.ts';
import type { Complaint } from '../model/complaint.ts';
import { aboutThis } from './places/config-place.ts';
import type { Configuration, Settings } from './settings.ts';

export interface WorkshopParts {
  /** Whether a person has looked at code of this hash. */
  readonly isTrusted: (hash: string) => boolean;
  readonly log: (line: string) => void;
}

/** Runs the user's own inspectors. What several configurations have in common is loaded once. */
export interface Workshop {
  /** Loads those of a configuration, unless they are loaded. Throws `ConfigError` with every complaint. */
  open(configuration: Configuration): Promise<readonly CustomInspector[]>;
  /** Ends all others, each once it has answered what it was asked. */
  keep(inspectors: readonly CustomInspector[]): void;
}

/** Settings with the user's own inspectors loaded, which count as much as ours. */
export interface Equipped extends Settings {
  readonly inspectors: readonly CustomInspector[];
}

export const equip = async <T extends Configuration>(
  settings: T,
  workshop: Workshop,
): Promise<T & Pick<Equipped, 'inspectors'>> => ({ ...settings, inspectors: await workshop.open(settings) });

export function openWorkshop({ isTrusted, log }: WorkshopParts): Workshop {
  const loaded = new Map<string, Promise<CustomInspector>>();
  const keyOf = ({ name, file, hash }: CustomSource, limit: number): string =>
    JSON.stringify([name, file, hash, limit]);

  const openOne = async (source: CustomSource, configuration: Configuration): Promise<CustomInspector> => {
    // Imported here: most configurations have none, and every start would pay for it.
    const { openCustom, waitingCustom } = await import('../inspect/custom/custom.ts');
    if (!isTrusted(source.hash)) return waitingCustom(source, howToTrust(configuration));
    const limit = configuration.config.limits.inspect;
    const key = keyOf(source, limit);
    let opening = loaded.get(key);
    if (opening === undefined) {
      opening = openCustom({ source, limit, log });
      loaded.set(key, opening);
      opening.catch(() => loaded.delete(key));
    }
    return opening;
  };

  return {
    async open(configuration) {
      const complaints: Complaint[] = [];
      const opened = await Promise.all(
        configuration.sources.map(async (source) => {
          try {
            return await openOne(source, configuration);
          } catch (error) {
            const { LoadFault } = await import('../inspect/custom/load-fault.ts');
            if (!(error instanceof LoadFault)) throw error;
            complaints.push(complaintOf(error, source, configuration));
            return [];
          }
        }),
      );
      if (complaints.length > 0) throw new ConfigError(complaints);
      return opened.flat();
    },
    keep(inspectors) {
      for (const [key, opening] of loaded) {
        void opening.then(
          (custom) => {
            if (inspectors.includes(custom)) return;
            loaded.delete(key);
            custom.retire();
          },
          () => undefined,
        );
      }
    },
  };
}

export const howToTrust = ({ loaded }: Pick<Configuration, 'loaded'>): string =>
  `run \`sallyport trust${aboutThis({ file: loaded.path })}\` in a terminal`;

/** Complaints about inspectors whose code waits for a person: until then everything they would look at is refused. */
export const unseenIn = ({ loaded, inspectors }: Pick<Equipped, 'loaded' | 'inspectors'>): Complaint[] =>
  inspectors.flatMap(({ source: { name, file }, isWaiting }) => {
    if (!isWaiting) return [];
    const path = ['policy', 'inspectors', name, 'file'];
    const what = `nobody has looked at the code of inspector "${name}" (${file}), so it refuses everything`;
    return [{ path, what, instead: `Read it, and ${howToTrust({ loaded })}.`, place: loaded.locate(path) }];
  });

/** The same, for the agent. */
export const barredBy = (settings: Pick<Equipped, 'loaded' | 'inspectors'>): string[] =>
  settings.inspectors.flatMap(({ source: { name }, isWaiting }) =>
    isWaiting
      ? `Nothing passes here for now: nobody has looked at the code of inspector "${name}" yet. Tell the user to ${howToTrust(settings)}.`
      : [],
  );

function complaintOf(
  { line, message, instead }: LoadFault,
  { name, file }: CustomSource,
  { loaded }: Configuration,
): Complaint {
  const path = ['policy', 'inspectors', name, 'file'];
  const place = loaded.locate(path);
  const at = place === undefined ? { path } : { path, place };
  return { ...at, what: `${file}${line === undefined ? '' : `:${line}`}: ${message}`, instead };
}
