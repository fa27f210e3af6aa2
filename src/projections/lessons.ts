import { isObject, type Json } from '../model/json.ts';
import { type Listener, type Tell, tell } from './lesson.ts';
import { type ReadText, readText } from './read-text.ts';

/** One thing that a result holds, told to somebody. */
type Telling = (pupil: Listener) => void;

/**
 * What short results hold, for many sessions that are shown the same ones: each is read once and told from memory to all
 * later sessions, for as long as somebody keeps its value.
 */
export class Lessons {
  readonly #known = new WeakMap<object, readonly Telling[]>();

  /** Passes on everything in a short result, in order. */
  readonly tell: Tell = (value, pupil) => {
    if (!isObject(value)) {
      tell(value, pupil);
      return;
    }
    let tellings = this.#known.get(value);
    if (tellings === undefined) {
      tellings = tellingsOf(value);
      this.#known.set(value, tellings);
    }
    for (let i = 0; i < tellings.length; i++) (tellings[i] as Telling)(pupil);
  };
}

function tellingsOf(value: Json): readonly Telling[] {
  const tellings: Telling[] = [];
  tell(value, {
    add: (head, name, under, at, shape) => tellings.push((pupil) => pupil.add(head, name, under, at, shape)),
    doubt: (place, why) => tellings.push((pupil) => pupil.doubt(place, why)),
    read: (text, at) => {
      let read: ReadText | undefined;
      const known = (): ReadText => {
        read ??= readText(text, at);
        return read;
      };
      tellings.push((pupil) => pupil.read(text, at, known));
    },
  });
  return tellings;
}
