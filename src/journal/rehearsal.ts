import type { Fold, Journal } from '../model/journal.ts';
import type { Judgement } from '../model/passage.ts';
import { makeToken } from './keys.ts';
import type { Payload } from './payload/payload.ts';
import { Recorder } from './recorder.ts';

export interface RehearsalOptions {
  readonly fold: Fold;
  readonly now: () => number;
  /** Called with each decision about a call, in order. */
  readonly decided: (entry: Judgement) => void;
  readonly onFault: (message: string) => void;
}

/** Since nothing is stored, results are not cut, and no payload has to be found by its digest. */
const whole = (text: string): Payload => ({ ref: { digest: '', size: text.length }, salt: '', text });
const KEY = Buffer.alloc(32);

/** A journal that folds its entries and keeps none: for recorded calls of another system. */
export function openRehearsal({ fold, now, decided, onFault }: RehearsalOptions): Journal {
  const chain = { append: ({ done }: { done?: (() => void) | undefined }): void => done?.() };
  const recorder = new Recorder({ chain, tokenKey: KEY, fold, keep: whole, keepResult: whole, now, onFault });
  return {
    admit: (entry) => {
      decided(entry);
      return recorder.admit(entry);
    },
    refuse: (entry) => {
      decided(entry);
      return recorder.refuse(entry);
    },
    hold: (entry, hold) => {
      decided(entry);
      return recorder.hold(entry, hold);
    },
    settle: (entry) => recorder.settle(entry),
    task: (entry, text) => recorder.task(entry, text),
    saying: (entry, sayings) => recorder.saying(entry, sayings),
    write: (entry) => recorder.write(entry),
    token: (kind, secret) => makeToken(KEY, kind, secret),
  };
}
