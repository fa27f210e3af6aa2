// A client of either era over HTTP that keeps every byte it read for a request, answers what it is asked, and can go away
// in the middle of anything.
import http from 'node:http';

const PREFIX = 'io.modelcontextprotocol/';
const CAPABILITIES = { elicitation: { form: {} } };
const NAMED = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

export class Client {
  #next = 1;
  #session;
  #options;

  /** `key` names the session of a modern client; `human(params)` answers a form, or undefined to leave it open. */
  constructor(options) {
    this.#options = options;
  }

  async open() {
    if (this.#options.era === 'modern') return this;
    const clientInfo = { name: 'soak', version: '1.0.0' };
    const params = { protocolVersion: '2025-11-25', capabilities: CAPABILITIES, clientInfo };
    const id = this.#next++;
    const { session } = await this.#post({ id, method: 'initialize', params }, {}, id);
    if (session === undefined) throw new Error('no session was given');
    this.#session = session;
    await this.#post({ method: 'notifications/initialized' });
    return this;
  }

  /**
   * Sends a request. Resolves with `{ raw, answer, status }`: all that came, and its answer (undefined where none came).
   * `leaveAfter`: milliseconds after which the connection is cut; `cancelAfter`: after which the request is taken back.
   */
  async request(method, params = {}, { leaveAfter, cancelAfter } = {}) {
    const id = this.#next++;
    const isModern = this.#options.era === 'modern';
    // A modern client takes a request back by closing its stream.
    const cut = leaveAfter ?? (isModern ? cancelAfter : undefined);
    const sent = this.#post({ id, method, params }, { cut }, id);
    // A connection may break while the request is taken back; it is told below, once.
    sent.catch(() => undefined);
    if (cancelAfter !== undefined && !isModern) {
      await new Promise((resolve) => setTimeout(resolve, cancelAfter));
      await this.#post({ method: 'notifications/cancelled', params: { requestId: id } });
    }
    const first = await sent;
    const result = first.answer?.result;
    if (result?.resultType !== 'input_required') return first;
    const inputResponses = {};
    for (const [key, asked] of Object.entries(result.inputRequests ?? {})) {
      const response = this.#options.human(asked.params);
      if (response === undefined) return first;
      inputResponses[key] = response;
    }
    const again = await this.request(method, { ...params, inputResponses, requestState: result.requestState });
    return { ...again, raw: first.raw + again.raw };
  }

  /** Ends the session in words; a modern client has none to end. */
  async close() {
    if (this.#session === undefined) return;
    const session = this.#session;
    this.#session = undefined;
    await this.#send('DELETE', '', { 'mcp-session-id': session }, {}).catch(() => undefined);
  }

  #dressed({ id, method, params }) {
    const { era, key } = this.#options;
    if (era !== 'modern' || method === undefined) return { message: { id, method, params }, headers: {} };
    const _meta = {
      ...params?._meta,
      [`${PREFIX}protocolVersion`]: '2026-07-28',
      [`${PREFIX}clientCapabilities`]: CAPABILITIES,
      'soak.example/session': key,
    };
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method };
    if (NAMED[method] !== undefined) headers['mcp-name'] = params[NAMED[method]];
    return { message: { id, method, params: { ...params, _meta } }, headers };
  }

  #post(request, options = {}, id = undefined) {
    const { message, headers } = this.#dressed(request);
    return this.#say(message, headers, options, id);
  }

  #say(message, headers, options, id) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    const session = this.#session === undefined ? {} : { 'mcp-session-id': this.#session };
    return this.#send('POST', body, { 'content-type': 'application/json', ...session, ...headers }, options, id);
  }

  #send(verb, body, headers, { cut }, id) {
    const { url, token, agent } = this.#options;
    return new Promise((resolve, reject) => {
      let timer;
      const all = { ...headers, authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' };
      const got = { raw: '', answer: undefined, status: undefined, session: undefined };
      const done = () => {
        clearTimeout(timer);
        resolve(got);
      };
      const request = http.request(url, { method: verb, agent, headers: all }, (response) => {
        got.status = response.statusCode;
        got.session = response.headers['mcp-session-id'];
        const isStream = response.headers['content-type'] === 'text/event-stream';
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          got.raw += chunk;
          rest += chunk;
          if (!isStream) return;
          const events = rest.split('\n\n');
          rest = events.pop();
          for (const event of events) {
            const data = /^data: (.*)$/m.exec(event)?.[1];
            if (data !== undefined) this.#hear(JSON.parse(data), got, id);
          }
        });
        response.on('error', done);
        response.on('close', () => {
          if (!isStream && rest !== '') this.#hear(JSON.parse(rest), got, id);
          done();
        });
      });
      request.on('error', (error) => {
        clearTimeout(timer);
        if (cut === undefined) reject(error);
        else resolve(got);
      });
      if (cut !== undefined) timer = setTimeout(() => request.destroy(), cut);
      request.end(body);
    });
  }

  #hear(message, got, id) {
    if (message.method === undefined) {
      if (message.id === id) got.answer = message;
      else got.stray = message;
    } else if (message.id !== undefined) {
      const result = this.#options.human(message.params);
      if (result !== undefined) this.#say({ id: message.id, result }, {}, {}, undefined).catch(() => undefined);
    }
  }
}
