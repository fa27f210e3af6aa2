// The same conversation for every client that calls by a model: calls that pass, one that is held, and its approval.
import assert from 'node:assert/strict';
import { MAIL } from './place.mjs';

const holdOf = (text) => /sallyport approve (\w+)/.exec(text)?.[1];

/**
 * A play: echo, a real server's tool, then a mail that the policy asks about. Once it is held, `approve` answers in a
 * terminal; the agent resumes it, and sends the same mail again, which is held anew. `told` fills with what the agent
 * was told, beginning with the mail.
 */
export function breakpoint(place, { approve = true, retry = false } = {}) {
  const told = [];
  const steps = [
    () => ({ tool: 'echo__echo', args: { message: 'hello' } }),
    (result) => {
      assert.match(result, /hello/);
      return { tool: 'everything__get-sum', args: { a: 2, b: 3 } };
    },
    (result) => {
      assert.match(result, /5/);
      return { tool: 'mail__send', args: MAIL };
    },
    async (result) => {
      told.push(result);
      const id = holdOf(result);
      if (id === undefined || !approve) return { text: 'finished' };
      told.push(await place.approve(id));
      return retry ? { tool: 'mail__send', args: MAIL } : { tool: 'sallyport__resume', args: { id } };
    },
    (result) => {
      told.push(result);
      return { tool: 'mail__send', args: MAIL };
    },
    (result) => {
      told.push(result);
      return { text: 'finished' };
    },
  ];
  return { play: playOf(steps), told };
}

/** Each step gets the text of the last result. */
const playOf = (steps) => async (results) => {
  const step = steps[results.length];
  if (step === undefined) throw new Error(`nothing comes after ${results.length} results`);
  return step(results.at(-1) ?? '');
};

/**
 * A play in which an agent tries to approve its own call: in its shell, in a terminal that it makes, and in one that
 * does not tell whose shell it is. `shell` is the tool, `command` its argument.
 */
export function selfApproval(place, { shell, command }) {
  const told = [];
  const run = (text) => ({ tool: shell, args: { [command]: text, description: 'approve' } });
  const inTerminal = (program) => `(sleep 1; echo yes; sleep 1) | ${program} -qec "${line}" /dev/null`;
  let line = '';
  const next = (turn) => (result) => {
    told.push(result);
    return turn();
  };
  const steps = [
    () => ({ tool: 'mail__send', args: MAIL }),
    (result) => {
      told.push(result);
      line = place.approvalLine(holdOf(result) ?? '-');
      return run(`${line} < /dev/null`);
    },
    next(() => run(inTerminal('script'))),
    next(() => run(inTerminal('env -u CLAUDECODE -u CLAUDE_CODE_SESSION_ID script'))),
    next(() => ({ text: 'finished' })),
  ];
  return { play: playOf(steps), told };
}

/** That the call was held, approved in a terminal, run once, and held anew. */
export async function expectRun(place, [held, screen, resumed, again]) {
  expectHoldText(held);
  assert.match(screen, /Mail leaves the house\.[\s\S]*x@y\.example/);
  assert.match(resumed, /send done/);
  assert.notEqual(holdOf(again), undefined, again);
  assert.notEqual(holdOf(again), holdOf(held));
  assert.equal(place.sent(), 1);
  const { approvals } = await place.record();
  assert.match(approvals.map(({ message }) => message).join(), /terminal/);
}

/** That the call was held, and nobody's answer let it run. */
export async function expectHeld(place, [held]) {
  expectHoldText(held);
  assert.equal(place.sent(), 0);
  assert.deepEqual((await place.record()).approvals, []);
}

function expectHoldText(text) {
  assert.match(text, /Mail leaves the house\./);
  assert.notEqual(holdOf(text), undefined, text);
}
