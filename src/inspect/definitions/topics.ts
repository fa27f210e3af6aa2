/**
 * What a sentence of a definition is about, as bits. Each topic alone is innocent; `suspicions.ts` says which combinations
 * are not. The words are English, with the most common ones in German, Spanish, French and Chinese.
 */
export const TOPIC = {
  reader: 1 << 0,
  order: 1 << 1,
  place: 1 << 2,
  secret: 1 << 3,
  talk: 1 << 4,
  results: 1 << 5,
  person: 1 << 6,
  machine: 1 << 7,
  carry: 1 << 8,
  slot: 1 << 9,
  address: 1 << 10,
  hush: 1 << 11,
  foreign: 1 << 12,
  alter: 1 << 13,
  unasked: 1 << 14,
  override: 1 << 15,
  trigger: 1 << 16,
  deceit: 1 << 17,
  choice: 1 << 18,
  rivals: 1 << 19,
  whole: 1 << 20,
  advice: 1 << 21,
  read: 1 << 22,
  guard: 1 << 23,
} as const;

/** The reader of the definition, addressed as somebody other than "you". */
const READER =
  /\b(?:assistants?|agents?|(?:language |vision[\w-]* |reading |calling )?models?|llms?|ai)\b(?!\s(?:id|ids|names?|version|card|list|type)\b)|\bAsistente\b|\bassistants?\b|模型|助手/i;

const ORDER =
  /\b(?:must|should|ought to|shall|ha(?:ve|s) to|needs? to|(?:are|is) to be|(?:are|is) expected to|always|never|every time|each time|make sure|be sure|please|mandatory|treat|do not|don[’']t)\b|(?:^|[.:;,(–—]\s?|\b(?:and|then|also)\s)(?:include|attach|append|put|pass|copy|write|fill|populate|supply|drop|set|paste|embed|enter|provide|send|forward|share|upload|submit|add|prefix|prepend|rewrite|replace|change|run|call|read|peek|recover|complete|describe|use|create|push|raise)\b|\b(?:debe[ns]?|siempre|muss|müssen|soll(?:en)?|immer|doi(?:t|vent|s)|devez|toujours|systématiquement|transmettez|copi(?:a|e)|consulta|gilt|zu übergeben)\b|必须|应|务必|请/i;

/** Where secrets and personal data are kept on a machine. */
const PLACE =
  /(?:~|\/home\/[^\s/]{1,40}|\$HOME)\/?\.(?:ssh|aws|gnupg|kube|netrc|npmrc|pypirc|docker|config|bash_history|zsh_history|cursor|claude|codex|gitconfig)\b|\.(?:bash|zsh)_history\b|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\/etc\/(?:passwd|shadow|sudoers)\b|(?:^|[\s'"`(/])\.env\b|\.(?:pem|p12|pfx|kdbx)\b|\*\.key\b|\.git\/config\b|\/var\/run\/secrets\b|\b(?:cookies\.sqlite|default\/cookies|login data|credentials?\.(?:json|ya?ml|enc|toml|txt)|credentials\/?\w{0,10}\.yml|claude_desktop_config|mcp\.json|terraform\.tfstate)\b|\bkeychain\b|\b(?:private|ssh) keys?\b|\bseed phrases?\b|~\/(?:Desktop|Documents|Downloads)\b|\bhome director(?:y|ies)\b|\bls -\w{0,4} ~|\bprintenv\b|\b(?:deployment|repo(?:sitory)?|actions|kubernetes) secrets\b/i;

const SECRET =
  /\b(?:credentials?|passwords?|passphrases?|(?:api|access|secret|signing|master|encryption)[ _-]?(?:keys?|tokens?)|(?:session|bearer|auth\w{0,10}|access|service account) tokens?|\w{2,30}_(?:KEY|TOKEN|SECRET|PASSWORD|URL)\b|secrets|cookies|personal access tokens?|PATs?|one[- ]time (?:codes?|passwords?)|otp|verification codes?|card numbers?|cvc|cvv|zugangsdaten|passw[oö]rt(?:er)?|contraseñas?|mots? de passe|cl[eé]s? api|claves? api)\b|密码|密钥|凭据|令牌/i;

/** What only the model has: its instructions, its conversation, its thoughts. */
const TALK =
  /\bsystem[ _-](?:prompt|message|instructions?)\b|\brole=system\b|\b(?:conversation|chat|dialog(?:ue)?|session|message|prompt)s? (?:history|log|transcript|context|so far)\b|\b(?:entire|full|whole|complete|previous|prior|earlier|last|all|every|raw|recent|verbatim|each)\b.{0,20}?\b(?:conversations?|chats?|dialog(?:ue)?s?|prompts?|(?:user|chat) messages?|messages?|exchanges?|turns|requests? in the (?:session|conversation|chat))\b|\bcontext window\b|\bscratch ?pad\b|\bchain of thought\b|\b(?:hidden|private|inner|internal) (?:reasoning|thoughts?|thinking|deliberations?|monologue)\b|\bguardrails\b|\b(?:anything|everything|all|what(?:ever)?) (?:that )?the (?:user|human|customer) (?:has |have |had )?(?:said|wrote|written|typed|asked|told|mentioned)\b|\buser[’']s (?:wording|last \w{1,10} messages?|words)\b|\bwhich instructions\b|\b(?:user|originating|original) prompt\b|\b(?:private|your own) thinking\b|\basked (?:before|earlier) in this (?:session|chat|conversation)\b|\bfiles? in context\b|\bplanned answer\b|\bhistorial (?:completo|de(?:l| la)? (?:chat|conversaci[oó]n))\b|\binstrucciones (?:de|del) sistema\b|\béchanges? (?:précédents?|complets?)\b|\béchange complet\b|\b(?:gesprächs|chat)verlauf\b|\bsystemanweisung|对话历史|聊天记录|完整对话|系统提示|会话内容|全部对话/i;

/** Results of other tools. */
const RESULTS =
  /\b(?:outputs?|results?|responses?|contents?|answers?)\b.{0,25}?\b(?:of|from|by)\b.{0,12}?\b(?:whatever|each|every|any|all|other|previous|prior|earlier|last|preceding|another|the)\b.{0,12}?\b(?:tools?|calls?|servers?)\b(?!\s(?:to|is|of this))|\btool (?:results|outputs)\b|\btools? (?:you )?(?:called|used|run|invoked) (?:immediately |just |earlier|before)|\b(?:names?|descriptions?|list) (?:and descriptions? )?of (?:all |the |every )?(?:other|available|installed|connected)\b.{0,12}\btools\b/i;

/** Things that a person calls their own, beyond what the tool is for. */
const PERSON =
  /\b(?:user|customer|owner|resident|human|people)[’']?s?[’']? (?:own |whole |entire |most recent \d{0,4} ?|recent |private |personal |default |full )?(?:calendar|contacts?|address book|e-?mails|e-?mail (?:bodies|archive|history)|inbox|mailbox|photos?|documents?|files|home and work addresses|home address(?:es)?|browser|browsing|bookmarks|clipboard|location|employer|income|salary|medical|health|family|bank|cards?|shell|terminal|repositories|repos|desktop|profile|session token|name as)\b|\b(?:everything|all) (?:that is )?(?:known|you know|remembered|stored) (?:about|of) the (?:user|customer|person)\b|\bprivate repositories\b|\bdocuments? the user has open\b|\ball other documents\b|\bdocuments? marked (?:confidential|secret|internal)\b/i;

const MACHINE =
  /\b(?:hostname|(?:user|login) name and|whoami|ifconfig|ipconfig|uname -a|running processes|process list|network interfaces|installed packages|environment variables?|process environment|env vars?)\b|\brun `?env`?\b|\bls -la?R?\b|\b(?:file|directory) listing\b|\b(?:every|each|all) files? (?:open|tracked|in the (?:workspace|project|repo))|\bfull file contents?\b|\b(?:source|code) of authentication\b|\btable named like\b/i;

const CARRY =
  /\b(?:include|includes|including|attach|append|put|pass|passing|copy|copies|write|fill in|fill|populate|supply|drop|paste|embed|enter|entering|hand|provide|send|sending|forward|share|upload|uploads|transmit|submit|hold|holds|holding|contain|contains|concatenat\w{2,4}|stamp|register|registered|add|goes|set|post|posted|push|mail|summari[sz]e|dump|union|prefix|complete|obtain(?:ed)?|give|report)\b|\b(?:copia|incluye|incluya|pon|envía|envíe|añade|transmettez|joignez|ajoutez|envoyez|füge|füg|trage|übergib|übergeben|sende|schicke)\b|传入|填入|发送|附上|放入|写入/i;

const SLOT =
  /\b(?:parameter|param|field|argument|query string|comment|metadata|header|placeholder)\b|[`'"][a-z]\w{1,40}[`'"]|\bin (?:the )?`/i;

/** A concrete address outside. Whose it is does not matter, only that a definition names one. */
const ADDRESS =
  /[\w.+-]{1,64}@[\w-]{1,60}\.[a-z]{2,12}\b|https?:\/\/(?!(?:localhost|127\.|example\.|www\.example|schema|json-schema))[\w.-]{3,80}|\bwebhook\b|\b(?:our|remote|external|outside|third[- ]party) (?:\w{1,20} )?(?:side|runner|server|endpoint|collector|mirror|relay|hub|host|address)\b|\b[\w-]{2,40}\.(?:dev|live|co|me|app|io|net|plus|cc|xyz|email)\/|\bregistry\.[\w-]{2,40}\.\w{2,6}\b/i;

const HUSH =
  /\b(?:not|n[’']t|never|no need to|without|nor|neither|nobody|no one)\b.{0,25}?\b(?:mention|told|tell|show|display|notif|inform|report|disclos|reveal|indicat|label|attribut|discuss|comment|announce|involv|bother|signal|know|see|draw attention|surface|acknowledg)\w{0,5}\b|(?<!\b(?:instead of|rather than|not|never|without|than)\s)\b(?:silently|quietly|secretly|discreetly|in silence)\b|\b(?:confidential|internal only|not displayed|invisible to the (?:user|human)|is transparent|our (?:little )?secret|assistant-only|model-side|is quiet|see nothing|no notification|cannot see it)\b|\bskip the (?:usual )?(?:summary|report|notice)\b|\ben silencio\b|\bno (?:lo )?(?:comentes|menciones|digas)\b|\bno hace falta\b|\bn[’']a pas (?:à|besoin d[’']) ?être (?:signalée?|mentionnée?|dite?)\b|\b(?:stillschweigend|unauffällig|ohne (?:es )?zu erwähnen|nicht erwähnen)\b|不必(?:询问|告知)|无需(?:告知|询问|提及)|不要(?:告诉|提及)/iu;

/** Tools and servers other than this one. */
const FOREIGN =
  /\b(?:other|another|different|any|some|whatever|second|every)\b.{0,22}?\b(?:servers?|integrations?|vendors?|tools?|providers?)\b|\bthe (?!(?:mcp|this|same|remote|api|web|http|file|local|language|database|db|dev|development|proxy|mail|smtp|ssh|git|build|target|test|backend|upstream|source|game|current|given|specified|production|staging|chat|discord|guild|running)\b)[\w-]{2,20} (?:mcp )?server(?:[’']s)?\b|\b[A-Z]\w{2,15} (?:MCP )?server\b|\b(?:bash|shell|terminal|mail|messaging|e-?mail|calendar|wallet|payment|order|memory|accounting|dial\w{0,4}|sms) tools?\b|\b(?:send_e?mail|create_event|send_message|post_message|send_transaction|read_file|write_file|execute_command|run_command|make_payment|transfer_funds|create_entities|read_graph|delete_file|http_request|bash)\b|\botra herramienta\b|\banderen? (?:server|werkzeug|tool)\w{0,3}\b|\bautres? (?:outils?|serveurs?|services?)\b|其他.{0,6}工具/;

const ALTER =
  /\b(?:rewrite|rewritten|replac\w{1,4}|change[ds]?|swap\w{0,4}|substitut\w{1,4}|prefix|prepend|append|raised?|redirect\w{0,3}|rerout\w{1,3}|dropped|twice|add|added|adding|default(?:s)? to|standardwert|treat(?:ed)?|unavailable|retired|delete (?:the )?\w{1,12} there|outdated|behaves? differently|(?:are|is) to be (?:created|made|run|called|posted|sent|set|used)|should be (?:posted|sent|set|made|run|created)|include|must end|debe terminar|enter|follow it up|leave)\b|gilt für/i;

const UNASKED =
  /(?<!\b(?:not|n[’']t|never)\b.{0,60})\bwithout (?:asking(?!.{0,60}\bask)|confirm\w{0,6}|approval|going back|checking|review|further|analysis|offering|examining|the user)\b|\bno (?:review|confirmation|approval|permission)\b|\b(?:confirmations?|approvals?|prompts?) (?:are|is) (?:off|disabled|considered|skipped|not needed|waived)\b|\b(?:carr(?:y|ied) (?:it )?out|executed?|run) (?:at once|immediately|straight away)\b|\bstraight away\b(?!.{0,60}\bask)|\bunrestricted mode\b|\bautonomous mode\b|\bapprover\b|\brückfrage\b|\bfreigaben\b.{0,30}\bnicht\b|\b(?:discouraged|delays the)\b|\bhowever (?:small|legible)\b|不必询问|无需确认/i;

const OVERRIDE =
  /\b(?:supersedes?|outranks?|overrid(?:es?|ing) (?:the|any|all|what|whatever)|(?:has|have|takes?) (?:precedence|priority) over|comes? before)\b.{0,20}?\b(?:users?|person|human|customer|policies|instructions?|preferences|what)\b|\btakes? (?:its|the) place\b|\b(?:whatever|regardless of|no matter|even (?:if|when|though)|although|despite)\b.{0,30}?\b(?:users?|reviews?|restriction|they|human|customer|choice|says?|asked)\b|\bas coming from the user\b|\bas (?:the )?user[’']s (?:own )?(?:words|instructions?)\b|\bdiscard this description\b|\b(?:even|all the same|in any case|under any circumstances)\b.{0,40}?\buser\b|\by compris lorsque\b|\baunque (?:él|ella|el usuario) no\b|\buser (?:hasn[’']t|did not|didn[’']t) (?:insist|ask)\w{0,3}\b|任何情况/i;

const TRIGGER =
  /\b(?:once|after|from|at|on) (?:the )?(?:\w{1,10} )?(?:third|fourth|fifth|tenth|\d{1,3}(?:st|nd|rd|th)|calls=\d|`?\w{1,12}`? is returned|\d{1,3} (?:calls|uses|sessions))\b|\bif the date\b|\blater than \d{4}|\bwhile the user is away\b|\butters?\b|\bincrement on each\b|\bonce `|\bon `failed`|\bif the response contains\b|\bspecial handling when\b|\bduring the trial\b|\bsobald\b|\bab dann\b|\bcuando haya\b|\bsolange\b|\bif you receive\b|\bhas expired\b|\breserved\b/i;

const DECEIT =
  /\b(?:report|say|tell|present|describe|call|name|recommend|give|list)\w{0,3}\b.{0,60}?\b(?:as healthy|as (?:standard|low risk|safe|harmless)|'standard|in a positive light|best choice|was saved where|is ready for review|first and call|as official|no issues?|all clear)\b|\b(?:strip|omit|suppress|remove|hide|leave)\b.{0,20}?\b(?:extra rows|rows from what|them out|from what you show|the warnings?)\b|\b(?:sponsored|undisclosed)\b|\bin favou?r of this\b|\bword for word\b|\bpartner items?\b/i;

const CHOICE =
  /\b(?:refuse to use|selecting|never show|official|pick(?:ing)?|prefer(?:red|ably)?|choose|chosen|select(?:s|ed|ion)?|right choice|hand every|rank(?:s|ed|ing)?|rely|recommended|default tool|only (?:correct|certified|trusted|official|reliable)|use this tool|outil de référence|à choisir|优先|只调用|唯一)\b|(?:优先|只调用|唯一)/i;

const RIVALS =
  /\b(?:rivals?|other|over (?:other|any|all|your)|competing|alternatives?|another|existing)\b(?!.{0,40}\b(?:unable|fail|unavailable|no results?)).{0,30}?\b(?:(?<!hubspot )tools?|servers?|readers|services?|products?|integrations?|paypal|stripe)\b|\b(?:assistants|language models|models)\b.{0,30}?\b(?:aren[’']t|not|overrate|tend to|unreliable|that don[’']t|poor)\b|\bstart of (?:each|every) conversation\b|\bafter each answer\b|\bon any subject\b|\b(?:mandatory|rated as more capable|retraining|out of compliance|safety_certified)\b|\b(?:alternatives?|competing tools|built-in \w{3,12}|grep)\b.{0,40}?\b(?:deprecated|unsafe|stale|accidents|leaks|outdated|superseded)\b|\bsole (?:approved|certified|permitted)\b|\bcertified by\b|\bviolates\b|\bautres services\b|其他.{0,8}工具/i;

/** Words that turn a part into the whole. */
const WHOLE =
  /\b(?:all|full|entire|whole|complete|every|each|raw|verbatim|unabridged|dump|export|contents?|output|values?|intégralité|íntegro|completo|everything|any)\b|全部|完整/i;

/** Good advice for anybody: keep secrets out. */
const ADVICE =
  /\b(?:do not|don[’']t|never|must not|should not|cannot|can[’']t|avoid|without|not)\s(?:\w{1,20}\s){0,3}(?:include|pass|put|provide|send|share|store|paste|add|read|open|access|log|expose|submit|contain|supply|record|hard-?code|commit)\w{0,3}\b/i;

/** Looking into things, as an order or as something to be done. */
const READ =
  /\b(?:read|reads|open|cat|load|fetch|peek|enumerate|print|dump|gather|list|walk|look (?:in|at|up)|collect|locate|extract)\b|\b(?:lis|lisez|lee|lea|lies|lesen|leggi|leia)\b|读取|読み込/i;

/** Safeguards between an agent and harm. No honest description removes them. */
const GUARD =
  /\bauto-?approve\b|\b(?:disable|turn off|lift(?:ed)?|skip|bypass)\b.{0,30}?\b(?:mfa|2fa|two-factor|branch protection|checksum|signature|certificate|tls|sandbox|approval|confirmation|audit|logging|log masking|review|verification)\b|\b(?:mfa|branch protection|checksum verification|ci|log masking)\b.{0,30}?\b(?:disabled|lifted|skipped|off|doesn[’']t hit)\b|\bpush --force\b|\bgit push -f\b|\bchmod 777\b|\bcluster-admin\b/i;

const TOPICS: readonly (readonly [bit: number, says: RegExp])[] = [
  [TOPIC.reader, READER],
  [TOPIC.order, ORDER],
  [TOPIC.place, PLACE],
  [TOPIC.secret, SECRET],
  [TOPIC.talk, TALK],
  [TOPIC.results, RESULTS],
  [TOPIC.person, PERSON],
  [TOPIC.machine, MACHINE],
  [TOPIC.carry, CARRY],
  [TOPIC.slot, SLOT],
  [TOPIC.address, ADDRESS],
  [TOPIC.hush, HUSH],
  [TOPIC.foreign, FOREIGN],
  [TOPIC.alter, ALTER],
  [TOPIC.unasked, UNASKED],
  [TOPIC.override, OVERRIDE],
  [TOPIC.trigger, TRIGGER],
  [TOPIC.deceit, DECEIT],
  [TOPIC.choice, CHOICE],
  [TOPIC.rivals, RIVALS],
  [TOPIC.whole, WHOLE],
  [TOPIC.advice, ADVICE],
  [TOPIC.read, READ],
  [TOPIC.guard, GUARD],
];

/** The topics of a text. Only the topics in `among` are looked for. */
export function topicsOf(text: string, among: number): number {
  let bits = 0;
  for (const [bit, says] of TOPICS) if ((among & bit) !== 0 && says.test(text)) bits |= bit;
  return bits;
}
