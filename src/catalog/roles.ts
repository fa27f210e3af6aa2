import type { Power, Role } from '../model/tool.ts';
import type { Property } from './properties.ts';
import { wordsOf } from './words.ts';

/** What is asked about an argument: its name in words, its schema, and what its tool can do. */
interface Question {
  readonly property: Property;
  /** `user id` for `userId`. */
  readonly name: string;
  readonly description: string;
  readonly powers: ReadonlySet<Power>;
}

interface Clue {
  readonly role: Role;
  readonly reason: string;
  /** Whether a tool that acts on this reaches somebody or something outside. */
  readonly reaches?: true;
  readonly fits: (question: Question) => boolean;
}

const named = (pattern: RegExp) => (question: Question) => pattern.test(question.name);
const said = (pattern: RegExp) => (question: Question) => pattern.test(question.description);
const acts = ({ powers }: Question): boolean =>
  powers.has('write') || powers.has('external') || powers.has('destructive');
const isText = ({ property }: Question): boolean => property.types.length === 0 || property.types.includes('string');
const isNumber = ({ property }: Question): boolean =>
  !property.types.includes('string') && property.types.some((type) => type === 'number' || type === 'integer');
const onlySwitches = ({ property }: Question): boolean =>
  property.types.length > 0 && property.types.every((type) => type === 'boolean' || type === 'null');

/**
 * First fit wins, so they stand from what is certain and dangerous to mistake towards what is common. Words are matched
 * whole, in any spelling, for names that nobody here has seen.
 */
const CLUES: readonly Clue[] = [
  {
    role: 'plumbing',
    reason: 'a switch decides no destination',
    fits: onlySwitches,
  },
  {
    role: 'plumbing',
    reason: 'it limits',
    fits: (question) =>
      isNumber(question) && /^(max|min|num) /.test(question.name) && !/ (amount|price|cost)$/.test(question.name),
  },
  {
    role: 'plumbing',
    reason: 'its name pages or limits',
    fits: named(
      /(^| )((page|next|previous|continuation|sync|pagination|starting|max|min|num|number of|max output) (tokens?|results?|items?|size|length|depth|count|number|pages?|rows?|chars|characters|after|before)|cursor|page|pages|per page|limit|offset|skip|top k|top|take|pagination|page size|ending before|starting after)$/,
    ),
  },
  {
    role: 'credential',
    reason: 'its name is that of a secret',
    fits: (question) =>
      isText(question) &&
      /(^| )(token|api key|apikey|access key|secret key|private key|password|passwd|passphrase|pwd|secret|client secret|credentials?|authorization|bearer|jwt|otp|cvv|cvc|card number|credit card|credit card number|pin code|pin|session cookie|cookies?|auth|new password|old password)$/.test(
        question.name,
      ),
  },
  { role: 'credential', reason: 'its schema says password', fits: ({ property }) => property.format === 'password' },
  {
    role: 'command',
    reason: 'its name is that of something run',
    fits: (question) =>
      !isNumber(question) &&
      (/(^| )(command|commands|cmd|command line|shell|bash|script|scripts|argv|javascript|js code|python code|source code|js|eval|function body|program)$/.test(
        question.name,
      ) ||
        (/^(code|expression|function|snippet|source)$/.test(question.name) &&
          (question.powers.has('execute') ||
            /\b(execut|run|evaluat|javascript|python|shell)/.test(question.description))) ||
        (question.name === 'args' && question.powers.has('execute'))),
  },
  {
    role: 'plumbing',
    reason: 'its name says how, not what',
    fits: named(
      /(^| )(format|output format|response format|sort|sort by|sort order|order by|order|direction|timeout|timeout ms|verbose|locale|lang|language|time ?zone|tz|dry run|encoding|fields|include|exclude|expand|detail|detail level|mode|version|api version|width|height|quality|delay|retries|page number|start index|end index|start line|end line|line numbers?|units?|currency code|concurrency|temperature|seed|depth|max depth|country|region|safe ?search|freshness|color|theme|level|log level|type|kind|view|tab|indent|content type|mime type)$/,
    ),
  },
  {
    role: 'target',
    reason: 'its name says where from',
    fits: (question) =>
      isText(question) &&
      /^(from|source|sender|origin) (account|address|user|email|number|wallet|iban|id)( id)?$/.test(question.name),
  },
  {
    role: 'query',
    reason: 'its name is that of a query',
    fits: named(/(^| )(sql|graphql|soql|jql|cql|kql|statement)$/),
  },
  {
    role: 'destination',
    reason: 'its schema says address',
    reaches: true,
    fits: ({ property }) =>
      /^(email|idn-email|uri|iri|url|hostname|idn-hostname|ipv4|ipv6)$/.test(property.format ?? ''),
  },
  {
    role: 'destination',
    reason: 'its name says where to',
    reaches: true,
    fits: (question) =>
      !onlySwitches(question) &&
      (/(^| )(to|cc|bcc|recipients?|receivers?|payees?|beneficiary|e ?mail|emails|e ?mail address(es)?|url|urls|uri|href|link|endpoint|webhook|webhooks|callback|host|hostname|domain|domains|iban|phone|phone numbers?|invitees?|attendees?|participants?|reviewers?|assignees?|collaborators?|audience|remote|recipient (id|ids|name|names|email|emails|address)|redirect|website|server address|ip|ip address|to (address|account|user|email|number)|swift|bic|wallet|routing number)$/.test(
        question.name,
      ) ||
        /(^| )(webhook|callback|redirect|target|endpoint|recipient|destination|website|site) (url|uri|link|address|id|ids|email)$/.test(
          question.name,
        )),
  },
  {
    role: 'destination',
    reason: 'its name says where to, and the tool acts',
    fits: (question) =>
      acts(question) &&
      !onlySwitches(question) &&
      /(^| )(channels?|channel (id|ids|name|names)|chat|chat (id|ids)|room|room id|conversation id|accounts?|account (id|number)|address|addresses|users?|user ?names?|user (id|ids|email|emails)|members?|member (id|ids)|person|people|contacts?|group|group id|team|team id|target user|shared? with|share with|guests?|owner|organizers?|mailing list|bucket|thread (id|ts))$/.test(
        question.name,
      ),
  },
  {
    role: 'destination',
    reason: 'it says where something goes, and the tool acts',
    reaches: true,
    fits: (question) =>
      acts(question) &&
      isText(question) &&
      !isAboutFiles(question) &&
      (/(^| )(target|destination|dest|receiver|receiving|recipient)( |$)/.test(question.name) ||
        said(
          /\b(iban|e-?mail address|phone number|recipient|to send (it |this |the \w+ )?to|send to|deliver(ed)? to|transfer to)\b/,
        )(question)) &&
      !CONTENT_NAME.test(question.name),
  },
  {
    role: 'path',
    reason: 'its name is that of a path',
    fits: (question) =>
      !isNumber(question) &&
      (/(^| )(path|paths|file|files|file ?name|file ?names|file ?path|file ?paths|directory|directories|dir|folder|folders|folder path|cwd|working directory|root|glob|workspace|target path|source path|destination path|file (uri|to \w+))$/.test(
        question.name,
      ) ||
        (/^(source|src|destination|dest|target|from|old|new)$/.test(question.name) && isAboutFiles(question))),
  },
  {
    role: 'amount',
    reason: 'its name is that of an amount',
    fits: (question) =>
      !/ (id|name)$/.test(question.name) &&
      /(^| )(amount|amounts|price|quantity|qty|total|subtotal|cost|fee|tip|sum|budget|value|max price|discount|salary|balance|payment|shares|credits?)$/.test(
        question.name,
      ) &&
      (isNumber(question) || /(^| )(amount|price|quantity|fee|cost|total)$/.test(question.name)),
  },
  {
    role: 'query',
    reason: 'its name is that of a query',
    fits: named(
      /(^| )(query|queries|q|search|search (term|terms|query|text|string)|keywords?|terms?|filter|filters|where|pattern|regex|question|selector|prompt|symbol|topic|location|destination city|city|cities|category|categories|criteria)$/,
    ),
  },
  {
    role: 'target',
    reason: 'its name picks out a thing',
    fits: (question) =>
      !onlySwitches(question) &&
      /(^| )(id|ids|iid|iids|sid|gid|pid|uuid|guid|key|keys|slug|ref|sha|handle|identifier|identifiers|number|issue number|pull number|repo|repository|owner|project|branch|table|table name|database|collection|index name|namespace|resource name|ticket|issue|order|booking|reservation|record|node|element|uid|entity|entity names?|event|task|job|container|pod|deployment|hotel|restaurant|company|product|item|items)$/.test(
        question.name,
      ),
  },
  {
    role: 'target',
    reason: 'it names what is read',
    fits: (question) =>
      !acts(question) &&
      /(^| )(channels?|channel (id|name)|chat|chat id|users?|user ?name|user names?|accounts?|account (id|number)|address|members?|person|contacts?|group|team|name|names|hotel names|title)$/.test(
        question.name,
      ),
  },
  {
    role: 'target',
    reason: 'it names what is destroyed or changed',
    fits: (question) =>
      (question.powers.has('destructive') || question.powers.has('write')) &&
      (question.powers.has('destructive') ? /(^| )names?$/ : /(^| )(old name|current name)$/).test(question.name),
  },
  {
    role: 'content',
    reason: 'its name is that of content',
    fits: (question) => CONTENT_NAME.test(question.name),
  },
  {
    role: 'credential',
    reason: 'it is described as a secret',
    fits: said(/\b(api[- ]?key|password|access token|bearer token|secret key)\b/),
  },
  {
    role: 'command',
    reason: 'it is described as something run',
    fits: said(/\b(shell command|command to (run|execute)|code to (run|execute)|script to (run|execute))\b/),
  },
  {
    role: 'destination',
    reason: 'it is described as an address',
    fits: (question) =>
      acts(question) &&
      isText(question) &&
      said(/^\W*(the )?(target |full )?(url|uri|e-?mail address|web ?hook|host ?name|phone number)\b/)(question),
  },
  {
    role: 'path',
    reason: 'it is described as a path',
    fits: said(/\b(path (to|of)|file ?path|absolute path|relative path)\b/),
  },
  {
    role: 'target',
    reason: 'it is described as an identifier',
    fits: said(/^\W*(the |an? |unique |internal )*(id|ids|identifier|uuid)( |s\b|$)/),
  },
  {
    role: 'query',
    reason: 'it is described as a query',
    fits: said(/\b(search (query|term|string)|sql (query|statement))\b/),
  },
  { role: 'plumbing', reason: 'it is one of a fixed set', fits: ({ property }) => property.isEnum },
];

const CONTENT_NAME =
  /(^| )(body|text|content|contents|message|messages|subject|title|description|desc|comment|comments|note|notes|summary|html|markdown|data|payload|caption|reason|headline|reply|post|details|memo|name|names|new (name|text|value|string|content|str)|old (text|string|str)|observations?|values?|label|labels|tags?|attachments?|records?|rows|manifest|entities|children|blocks|edits|answer|blob|input|bio|about|feedback|review|instructions|thought)$/;

const isAboutFiles = ({ description }: Question): boolean =>
  /\b(file|director(y|ies)|folder|path)s?\b/.test(description);

/** The role of one argument and why, or undefined where nothing tells. `powers` are those of its tool. */
export function roleOf(property: Property, powers: ReadonlySet<Power>): Guess | undefined {
  const question: Question = {
    property,
    name: wordsOf(property.name).join(' '),
    description: property.description.slice(0, 400).toLowerCase(),
    powers,
  };
  return CLUES.find((each) => each.fits(question));
}

/** A role with its reason. */
export type Guess = Pick<Clue, 'role' | 'reason' | 'reaches'>;
