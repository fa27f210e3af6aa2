import { expect, it } from 'vitest';
import { createEvents } from '../../../src/app/serving/events.ts';

it('tells every listener until it stops listening', () => {
  const events = createEvents();
  const heard: string[] = [];
  const stop = events.listen((event) => heard.push(`a ${event.kind}`));
  events.listen((event) => heard.push(`b ${event.kind}`));
  events.emit({ kind: 'list_changed', list: 'tools' });
  stop();
  events.emit({ kind: 'list_changed', list: 'tools' });
  expect(heard).toEqual(['a list_changed', 'b list_changed', 'b list_changed']);
});
