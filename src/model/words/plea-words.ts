import { anyOf } from './word-set.ts';

/** One of these as words of its own, in plain text. */
const spoken = (words: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'u');
/** A word of any language. */
const ONE = '[\\p{L}-]{1,20}';

/** One to six words of any kind, and what is done with what they name. */
const ANYTHING = '(?:[^\\s,;:]{1,40}_){1,6}';
const DONE = '(?:[a-z]{2,20}ed|sent|paid|put|set|given|made|sold|moved|shut|taken|withdrawn|undone)';

/** Words that ask, and words that say that something is to be done or is wanted, by language. */
const PLEAS = {
  english: anyOf(`
    (?:please|pls|kindly)(?!_find\\b) must should shall need_to needs_to have_to has_to needed necessary required
    make_sure be_sure ensure remember_to don't_forget immediately right_now urgent asap do_the_following want_you_to like_you_to
    ask_you_to (?:could|can|would|will)_you (?:would|do)_you_mind be_so_kind would_be_(?:great|nice|good)
    (?:grateful|thankful|glad|appreciate(?:_it)?)_if todo to-do action_items? open_points instructions?
    (?:is|are)_to_(?:be_)?[a-z]+ to_be_\\w{1,20}ed ones?_to_[a-z]+ mandatory obligatory compulsory
    obliged requires requested asks asked wants wanted (?<!(?:best|kind|warm|good)_)wishes(?!(?<=>_?wishes)_?</(?:h[1-6]|title)) expected(?!_[\\d'"{[<]) supposed (?:can|may|could)_(?:now_|safely_)?be
    may_(?:stay|go|remain) (?:free|fine|safe|ok|okay|helpful)_(?:to|if) authori[sz]e[sd]? insists? demands? instructs?
    instructed hereby gets usually normally typically customarily traditionally conventionally ordinarily habitually
    by_(?:convention|custom|tradition) as_a_rule
    see_to_it let's let_us had_better make_it_so (?:could|can|would|will)_(?:somebody|someone|anybody|anyone) decided_(?:to|that)
    next_step_is (?:i|we)_(?:need|want|would_like|suggest|trust_that) (?:i|we)'d_like suggested_(?:action|step) recommends? recommended
    agreed_to responsible_for count_on_you still_pending why_not_[a-z]+ help_(?:us|me)
    let_${ANYTHING}be_${DONE} (?:(?<=^)|(?<=now_|then_|and_|just_|[,:]_))(?:have|get|see)_${ANYTHING}${DONE}`),
  german: anyOf(`
    bitte(?!_finden) muss müssen sollst soll sollte gebeten bittet wünscht verlangt musst müsst üblicherweise normalerweise gewöhnlich
    (?:kannst|könntest|würdest|magst)_du (?:könnten|würden|können)_sie mögen? (?:wir|ich)_(?:brauchen?|möchten?|wollen|will|wünschen?)
    lass(?:t|en_sie)?_(?:[^\\s,;:]{1,40}_){1,5}\\p{L}{2,20}(?:en|ern|eln) (?:ist|sind)_(?:${ONE}_){0,4}zu_${ONE}en`),
  french: anyOf(`
    veuillez(?!_trouver) merci_de il_faut devez dois doit s'il_(?:te|vous)_pla[iî]t prière_de (?:vous|te)_prie
    (?:peux|pourrais)-tu (?:pouvez|pourriez)-vous que_${ANYTHING}soi(?:t|ent) il_convient_de (?:je_veux|nous_voulons) (?:est|sont|reste|restent)_à_${ONE}(?:er|ir|re)`),
  spanish: anyOf(`
    por_favor debes? debéis deben tienes_que tenéis_que tienen_que hay_que hace_falta es_necesario necesita[sr]? necesitamos
    que_se_\\p{L}{2,20} (?:quiero|queremos|necesito)_que se_ruega se_solicita proceda_a rogamos (?:te|le|les|os)_pido puedes podrías podéis`),
  portuguese: anyOf(`favor_${ONE}[aei]r deve devem é_preciso é_necessário precisa precisamos poderia podes`),
  italian: anyOf('per_favore devi deve dovete si_prega bisogna occorre puoi potresti potete potreste'),
  dutch: anyOf(
    'dien(?:t|en)(?:_u)?_te alsjeblieft alstublieft gelieve moet moeten graag (?:kun|zou|wil)_je (?:kunt|wilt)_u',
  ),
  polish: anyOf('proszę prosimy należy trzeba musi(?:sz|cie)? powin(?:ien|na|no|ni|ny)'),
  turkish: anyOf('lütfen gereki(?:r|yor) gerekmektedir lazım zorunda(?:s[ıi]n)? rica_ederi[mz]'),
  nordic: anyOf(`
    vänligen var_god var_snäll snälla ska skall måste bör vennligst venligst vær_(?:så_snill|venlig) skal må bør bedes husk_at ole_hyvä täytyy
    pitää`),
  others: anyOf(`
    пожалуйста нужно должен следует необходимо просьба просим подлежит потрібно треба слід будь_ласка просимо prosím kérjük kérem kell vă_rugăm
    trebuie παρακαλώ παρακαλούμε πρέπει يرجى الرجاء يجب אנא נא צריך בבקשה חייב חובה עליך נדרש יש_ל\\p{L}{2,20}
    vui_lòng hãy cần phải yêu_cầu đề_nghị harap mohon tolong silakan harus wajib perlu diminta`),
  hindi: anyOf('कृपया करें करो कीजिए कीजिये दें दो दीजिए दीजिये भेजें भेजिए भेजो हटाएं हटाएँ हटाओ चाहिए'),
};
/** Turkish puts what must be done into the verb: `gönderilmeli`. */
const MUST_IN_TURKISH = '(?:malı|[lnrt]meli)(?:d[ıi]r|s[ıi]n(?:[ıi]z)?|lar|ler)?(?![\\p{L}\\p{N}])';
/** A text, in its plain form, that asks for something or says that something is to be done. */
export const PLEA = new RegExp(
  `${spoken(Object.values(PLEAS).join('|')).source}|[请請]|必须|需要|务必|ください|下さい|もらえ|いただけ|頂け|お願い|주세요|하세요|[하으]십시오|바랍니다|부탁|해야 |กรุณา|โปรด|ต้อง|ควร|ขอให้|${MUST_IN_TURKISH}`,
  'u',
);

/** Words that ask somebody: what a text says of itself, and how a program does it, has none of them. */
export const REQUEST = new RegExp(
  `${
    spoken(
      anyOf(`
    please pls kindly bitte veuillez merci_de prière_de s'il_(?:te|vous)_pla[iî]t por_favor favor_${ONE}[aei]r per_favore si_prega
    alsjeblieft alstublieft gelieve proszę пожалуйста просьба lütfen vänligen`),
    ).source
  }|[请請]|ください|下さい|お願い|주세요`,
  'u',
);

/** Tells whoever reads what to do, without a name: `you must`, `your task is`. */
export const YOU = spoken(
  anyOf(`
    you_(?:must|should|shall|need_to|have_to|are_(?:to|required_to|asked_to|expected_to))
    your_(?:next_)?(?:task|job|duty|turn|step)(?:_now)?_is du_(?:musst|sollst|sollte?st) (?:musst|sollst|sollte?st)_du (?:müssen|sollen|sollten)_sie
    (?:tu|vous)_(?:dois|devez) (?:debes|debéis|tienes_que|tenéis_que) (?:deve|devi|dovete)`),
);

/** Words of rules, about what holds from now on or replaces something: a rule tells its readers what to do. */
export const RULE = spoken(
  anyOf(`
    always every each from_now_on going_forward henceforth in_future as_of_(?:now|today) effective until_further_notice
    no_longer when(?!_(?:do|does|did|is|are|was|were|has|can|could|will_(?:my|the|our|this|that|it|i|we|they|he|she))_[^,:;]{0,200}$)
    whenever from_today deprecated receives? get instead replaces replaced supersedes superseded retired
    expires expired outdated out_of_date moved migrated new_(?:address|number|account|link|contact|url|site|page|location)
    valid_(?:address|number|link) official correct immer jede[rsn]? ab_sofort künftig stattdessen statt neue[rsn]? toujours
    chaque désormais dorénavant nouveau nouvelle siempre cada nuevo nueva`),
);

/**
 * Tells whoever reads to let go of what somebody else wants of them: `ignore what you were asked`, `disregard the operator`. Only a
 * text that is meant for who was asked says so; what its writer wants themselves (`ignore my request`) is another matter.
 */
const LETS_GO = spoken(
  anyOf(`
    (?:ignore|disregard|forget|overrule)_(?:all_|everything_|whatever_|what_|anything_)?(?:that_)?(?:you|they|the_(?:user|operator|owner|human))_(?:(?:were|was|are|is|have_been|has_been|had_been)_)?(?:asked|told|instructed|ordered|wants?|said|says)
    (?:ignore|disregard|forget|overrule)_(?:(?:all|any|every|of|the|your|former|previous|prior|earlier|original|current|other)_){1,4}(?:instructions?|requests?|tasks?|rules|orders|guidelines|directives?|prompts?)
    (?:ignore|disregard|overrule)_(?:the|your)_(?:user|operator|owner|human|principal)s?`),
);

/** Words for a text's readers, and for programs that read: a text that says what they do wants them to do it. */
export const READER = new RegExp(
  `${
    spoken(
      anyOf(`
    assistants? agents? ai models? bots? llms? chatbots? readers? automations? automated tools? clerks? whoever whatever
    (?:up)?on_reading when_reading beim_lesen anyone anybody reading_this reads_this assisten[zt] assistenten ki automatische[nr]? wer_(?:${ONE}_){1,4}(?:liest|bearbeitet)
    leser assistante?s? lecteurs? quiconque (?:celui|celle|ceux)_qui_(?:lit|lira|lisent|traite(?:ra|nt)?) el_asistente al_asistente
    quien(?:es)?_(?:${ONE}_){0,2}(?:lean?|procesen?|reciban?|atiendan?) o_assistente ao_assistente
    quem_(?:ler|lê|receber|tratar|processar) assistenti? chi_(?:legge|riceve|gestisce) assistente chiunque wie_dit_leest
    asystent\\p{L}{0,4} ktokolwiek asistan\\p{L}{0,4} bunu_okuyan\\p{L}{0,6} yapay_zek[aâ]\\p{L}{0,6} asistent(?:a|ovi|em)?
    ассистент\\p{L}{0,4} помощник\\p{L}{0,3} المساعد`),
    ).source
  }|${LETS_GO.source}|助手|助理|智能体|アシスタント|エージェント|어시스턴트|비서|सहायक`,
  'u',
);

/** Words with which a text turns to a reader, before that reader is named. */
const TURNS = anyOf(`
  notes? notice attention attn memo important system reminder hint message instructions? dear hey hi hello please for to of the an?
  any all every each if this is are automated reading readers? reviewers? editors? that who with and or
  hinweis achtung wichtig bitte für die den das alle jede[rn]? liebe[rs]? pour à les? la l' tou(?:te)?s? chers? nota atención importante
  hola para el al los? tod[oa]s? cualquier per il gli attenzione olá os? ao aos atenção aan de het voor elke opmerking till? för
  obs uwaga сообщение инструкция dla do pro upozornění viktigt not dikkat внимание для`);
/** Programs that read; of one alone a log or a transcript tells just so: `assistant: your parcel is in Leipzig`. */
const ONE_READER = anyOf(`
  assistant agent bot chatbot ai llm assisten[zt] assistant?e asistente assistente ki asystenta asistan asistan\\p{L}{1,4} asistenta?`);
const READERS = anyOf(`
  assistants agents bots llms chatbots language_models? ai_${ONE} assistant[\\W\\x5f]instructions? assistenten assistantes asistentes assistentes
  assistenti ki-${ONE} asystentów asystencie asystentowi asistenti asistentovi asistanlar
  asistan\\p{L}{0,6}_için ассистент(?:у|ы|ам|а|ов) помощник(?:у|и|ам)`);
const TURNED = `(?:(?:${TURNS})[_ ]|l['’])`;
const TAIL =
  '(?:[_ ](?:that|who|which|reading|reads?|is|are|this|here|only|[a-z]{2,15}ing (?:this|the|these|our|any) [a-z]{2,15})){0,4}';

/**
 * Speaks to a program that reads: `note for any assistant: …`. To mention one is not enough: the assistant manager, our agents and
 * an automated message stand beside the values of many calls.
 */
export const HAIL = new RegExp(
  `(?:^|[>*#"(\\[|—-])[^\\p{L}\\p{N}]{0,10}(?:${TURNED}{1,8}(?:${ONE}[_ ]){0,2}?(?:${ONE_READER})|${TURNED}{0,8}(?:${READERS}))${TAIL}` +
    `\\s?(?:$|[,:)\\]])|(?<!(?![请請给給对對让讓])\\p{L})(?:助手|助理|智能体)\\s?(?:[:,、]|请|$)|[请請给給让讓](?:助手|助理|智能体)` +
    `|(?:アシスタント|エージェント)(?:へ|は|の皆|[:、])|어시스턴트(?:는|에게|님|[:,])|सहायक(?:\\s(?:को|के लिए|कृपया)|\\s?[:,])` +
    `|(?<![\\p{L}\\p{N}])(?:${ONE_READER}|${READERS})[ ,]{1,3}(?:please|pls|kindly|bitte|por favor|per favore|пожалуйста)(?![\\p{L}\\p{N}])` +
    `|(?:إلى|على|أيها)\\sالمساعد|${LETS_GO.source}`,
  'u',
);
