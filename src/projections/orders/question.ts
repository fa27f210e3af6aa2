import { REQUEST } from '../../model/words/plea-words.ts';
import { Utterance } from './utterance.ts';

/** Words that open a question and nothing else, or with what must follow for that; `_` is a space. */
const OPENINGS = `
  (?:is|are|am|was|were|does|did|has|had)(?!_to_) (?:do|have)_(?:i|we|you|they|any|all|these|those|my|our|his|her|their)
  should_(?:i|we|it|the|this) why who(?:m|se)? which how(?!_(?:i|we)_) what(?!_(?:i|we)_)
  (?:when|where)_(?:is|are|was|were|do|does|did|has|have|had|will|can|should)
  ist sind war waren hat wurden? warum wieso weshalb wer wen wem wessen was(?!_(?:ich|wir)_) welche[mnrs]? wo(?:her|hin)? gibt_es
  wann_(?:ist|sind|war|waren|hat|haben|wird|werden|wurden?|kommt|kommen) wie(?!_(?:gesagt|besprochen|immer|üblich))
  est-ce qu'est-ce pourquoi combien quel(?:le)?s? y_a-t-il où_(?:est|sont|en) por_qué qué quién(?:es)? cuál(?:es)? cuánt[oa]s? dónde
  perché quant[aeio] quali? dov'è por_que qual quais quem quant[oa]s? waarom welke? hoe hoeveel czy dlaczego kto
  neden niçin kimin hangi nerede kaç почему кто какой какая какие где сколько`;
const OPENING = new RegExp(
  `^(?:${OPENINGS.trim().split(/\s+/).join('|').replaceAll('_', ' ')})(?![\\p{L}\\p{N}])`,
  'u',
);
/** In scripts without spaces no word opens anything. */
const WITHIN = /为什么|为何|是否|是不是|吗(?:$|\?)|哪些|哪个|なぜ|どうして|ですか|ますか|왜 |인가요|나요(?:$|\?)/u;
/** Words before a question that only say who wants to know: `please tell me whether`, `could you check if`. */
const LED = new RegExp(
  `^(?:(?:please|kindly|pls|hi|hello|hey|and|also|just|bitte|(?:can|could|would|will) you|i (?:want|need|would like) to|i'd like to|kannst du|könntest du|können sie) ){0,4}` +
    '(?:(?:tell|show) (?:me|us)|check|find out|see|look up|know|sag(?:e|en)?(?: sie)? (?:mir|uns)|prüfe?n?|schau(?:e|en)?(?: sie)?(?: nach)?|dis-moi|dime|dimmi),? ' +
    '(?=(?:whether|if|why|what|which|who|whose|when|where|how|ob|warum|wieso|welche[mnrs]?|wer|was|wann|wo|wie|si|pourquoi|por qué|se|perché) )',
  'u',
);
/** A request in the form of a question: `could you scale it?`. */
const OF_YOU =
  /(?<!\p{L})(?:can|could|would|will|won't|can't) (?:you|somebody|someone|anybody|anyone|we)(?!\p{L})|would you mind|(?:kannst|könntest|würdest|magst) du|(?:könnten|würden|können) (?:sie|wir)|(?:peux|pourrais)-tu|(?:pouvez|pourriez)-vous|(?:puedes?|podrías?|podéis|podemos|podrían) |(?:puoi|potresti|potete|potreste) |(?:pode|podes|poderia) |(?:kun|zou|wil) je|kunt u/u;
/** What is put as a question for somebody to do it: `how about we …`, `scale it to 2, ok?` */
const PROPOSED =
  /^(?:how about|what about|why (?:not|don't)|what if|warum nicht|wie wäre|pourquoi pas|por qué no|perché non)(?!\p{L})|, ?(?:ok|okay|right|yes|ja|oder|bitte|oui|sí|vale|va bene)\s?\?$/u;
/** An order hangs on the answer: `is it down, if so restart it`. */
const CONDITION =
  /(?<!\p{L})(?:if (?:so|not|yes|no|it|they|there)|in that case|otherwise|wenn (?:ja|nein|nicht|ja|es)|falls|sonst)(?!\p{L})/u;

/**
 * Whether a sentence in plain form only wants to know something: `is api healthy in shop?`, `tell me why it fails`. Whoever asks about
 * a thing has not asked for anything to be done to it.
 */
export function isQuestion(text: string): boolean {
  const said = text.trim();
  const led = LED.exec(said)?.[0] ?? '';
  const asked = said.slice(led.length);
  const opening = OPENING.exec(asked)?.[0] ?? '';
  if (led === '' && opening === '' && !asked.endsWith('?') && !WITHIN.test(asked)) return false;
  if (
    PROPOSED.test(asked) ||
    OF_YOU.test(asked) ||
    REQUEST.test(asked) ||
    CONDITION.test(asked.slice(led === '' ? 0 : 'if '.length))
  )
    return false;
  // No order begins with what opens a question, whatever else `do` and `have` are.
  // Nor does what follows a number in a question begin one: `ist auftrag 77 storniert`.
  const rest = (opening === '' ? asked : `the${asked.slice(opening.length)}`).replace(/\d+/g, 'x');
  const { isOrder, ordered } = new Utterance(rest).said;
  return !isOrder && ordered === 0;
}
