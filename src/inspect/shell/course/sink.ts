import type { Deed } from '../deeds.ts';
import type { Feed } from './feed.ts';
import type { Reader } from './writings.ts';

/** What has been written so far into a pipe, or towards a file. */
export class Sink {
  feed: Feed | undefined;
  /** What sending that to another machine would be. */
  gives: Deed | undefined;
  reader: Reader | undefined;
  printed = '';
  readonly files: string[] = [];
  readonly outer: Sink | undefined;
  constructor(outer: Sink | undefined) {
    this.outer = outer;
  }
  /** Hands output on to every enclosing sink. */
  hand(gives: Deed | undefined): void {
    for (let here: Sink | undefined = this; here !== undefined; here = here.outer) here.gives = gives;
  }
  print(text: string): void {
    for (let here: Sink | undefined = this; here !== undefined; here = here.outer) here.printed += `${text}\n`;
  }
  /** Sends it to files as well, what is still to be written included. */
  send(files: readonly string[]): void {
    for (let here: Sink | undefined = this; here !== undefined; here = here.outer) here.files.push(...files);
  }
  take(feed: Feed): void {
    for (
      let here: Sink | undefined = this;
      here !== undefined && here.feed !== 'fetched' && here.feed !== feed;
      here = here.outer
    )
      here.feed = feed;
  }
}
