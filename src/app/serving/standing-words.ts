import type { Session } from '../../model/call.ts';
import { sha256 } from '../../model/json/canonical.ts';
import type { Label } from '../../model/tool.ts';
import type { Standing } from '../../model/upstreams.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { judgeNotice, standIn } from '../../pipeline/notice.ts';
import { recordSaying } from '../../pipeline/saying.ts';

export interface StandingWordsParts {
  readonly interposer: () => Interposer;
  readonly labels: (upstream: string) => readonly Label[];
  /** What a server wants that is left out for that: words of the configuration's. */
  readonly lack: (upstream: string) => string | undefined;
  /** Hides the values that servers are given. */
  readonly hide: (text: string) => string;
}

const NOT_TOLD = 'why is not told here, by the policy; `sallyport servers` tells it to a person';
/** How a server's words come to an agent otherwise. */
const METHOD = 'notifications/message';
const MOST_TOLD = 10_000;

/**
 * Why a server is not there may quote what it said last, and that comes to an agent like any other text of its (law 7): it is
 * judged, and learned by the session that is told of it.
 */
export class StandingWords {
  readonly #parts: StandingWordsParts;
  /** The digests of what was told. */
  readonly #told = new Set<string>();

  constructor(parts: StandingWordsParts) {
    this.#parts = parts;
  }

  /** How a server stands, as an agent may be told. */
  async tell(standing: Standing, session: Session): Promise<Standing> {
    const { upstream } = standing;
    const lack = this.#parts.lack(upstream);
    if (lack !== undefined) return { ...standing, message: lack };
    if (standing.message === undefined) return standing;
    const { interposer, labels, hide } = this.#parts;
    const message = hide(standing.message);
    const current = interposer();
    const about = standIn(METHOD, upstream, session, current.now());
    const passing = await judgeNotice({ about, value: { message }, text: JSON.stringify({ message }) }, current);
    if (passing === undefined) return { ...standing, message: NOT_TOLD };
    if (this.#isNew(sha256(`${session.key} ${upstream} ${message}`)))
      recordSaying(about, METHOD, passing, labels(upstream), current);
    return { ...standing, message: String(passing.value.message) };
  }

  /** An agent may ask again and again how things stand. */
  #isNew(words: string): boolean {
    if (this.#told.has(words)) return false;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.add(words);
    return true;
  }
}
