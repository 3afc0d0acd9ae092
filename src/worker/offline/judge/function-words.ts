import type { Tongue } from './tongue.js';

/**
 * What a function word does to a statement.
 * `stop` says nothing; `filler` is a verb that only ties a value to its subject; `negate` and `never` turn it round; `only` after a
 * negation takes that back; `every` makes it universal; `hedge`, `can` and `mild` weaken it; `report` and `self` mean that it is
 * not the source's own statement about the world; `past`, `now` and `future` move it in time; `condition` limits it;
 * `about`, `most`, `least` belong to a number; `split` starts a new clause; `join` does so where both sides bear a value;
 * `contrast` marks "not this but that"; `instance` names a thing that every source has its own of; `episode` tells what happened once; `be` is the copula; `scope` is a preposition, behind which
 * stands what limits a statement.
 */
export type Role =
	| 'stop' | 'filler' | 'negate' | 'never' | 'only' | 'every' | 'hedge' | 'can' | 'mild' | 'report' | 'self' | 'past' | 'now' | 'future'
	| 'condition' | 'about' | 'most' | 'least' | 'split' | 'join' | 'contrast' | 'instance' | 'be' | 'was' | 'per' | 'to' | 'article' | 'scope' | 'episode';

type Table = Readonly<Partial<Record<Role, string>>>;

const EN: Table = {
	article: 'a an',
	stop: 'the this that these those its their his her it he she they we you our your us them him who whom as so then also too very just even still yet do does did will shall should must ought been one each both either such own same other year years date day time total overall maximum roughly exactly precisely altogether hers itself themselves entire full whole out up there here than usual recommended typical standard official officially actually really simply already fully finally ideally ideal proper properly exact approximate recommend recommends advise make sure people person best originally_ please again away anyway way lot full-blown indeed measurably directly especially particularly above-all level levels anybody',
	scope: 'of in on at by for from with into onto upon within over under between against among across per to',
	be: 'is are am been being be',
	was: 'was were',
	filler: 'have has had having contain contains contained hold holds held include includes included consist consists comprise comprises amount amounts measure measures reach reaches need needs needed require requires required take takes took taken last lasts run runs stand stands equal equals use uses used stay stays remain remains go goes get gets keep keeps kept retain retains retained make makes place occur occurs happen happens lie lies count number numbers turn turning set sets',
	negate: "not no n't cannot nor neither none dont doesnt isnt",
	never: 'never',
	only: 'only just merely simply solely',
	every: 'all always every everyone any necessarily entirely completely',
	hedge: 'may might could would perhaps possibly maybe probably likely some sometimes often several many few seldom rarely occasionally partly seems seem appears_ suggests tend tends almost hardly barely most mostly sort kind expected hopefully potentially',
	can: 'can',
	mild: 'usually typically generally normally average averages commonly traditionally',
	report: 'swears swear insists insist warns according said says say claims claimed claim argues argued believe believes believed thinks think thought allegedly supposedly reportedly rumour rumor myth legend told suggests suggested assume assumed wrongly whether why alleged so-called imagine suppose pretend fiction critics opponents proponents hypothesis saying sayings maintains maintained swore meant',
	self: 'i me my mine myself',
	episode: 'grew rose fell dropped gained lost increased decreased walked ran ate drank bought sold spent slept paid watched read counted saw',
	past: 'formerly previously earlier originally initially then former ago',
	now: 'now today currently nowadays presently recently lately meanwhile meantime',
	future: 'will shall tomorrow soon',
	condition: 'if when unless while whenever where until once provided without except unlike despite during instead against since besides depending',
	about: 'about around roughly approximately circa ca approx nearly almost some',
	split: 'but although though whereas which however because otherwise therefore hence since_ thus',
	join: 'and while or then',
	contrast: 'but rather instead',
	instance: 'study studies trial experiment survey sample participant participants respondents volunteers paper article essay chapter session lesson section talk lecture episode example case figure table appendix prologue effect effects result results outcome difference group groups patient patients author authors score scores',
	per: 'per',
	to: 'to',
};

const DE: Table = {
	article: 'ein eine einen einer eines einem',
	scope: 'in im an am auf bei beim von vom zu zum zur für mit aus über unter gegen zwischen',
	stop: 'der die das den dem des dieser diese dieses sein seine ihr ihre er sie es wir uns man sich als auch so dann da hier dort noch schon sehr muss müssen soll sollte sollten sollen wird werden worden jahr jahre jahren zeit etwa_ an_ insgesamt erst genau größte höchste maximale empfohlen empfohlene üblich übliche offiziell eigentlich wirklich nur selbst durch statt_ wie dafür dabei gerne zurzeit_ damals_ endlich sogar',
	be: 'ist sind sei',
	was: 'war waren wurde wurden',
	filler: 'hat haben hatte hatten enthält enthalten beträgt betragen umfasst liegt liegen dauert dauern braucht brauchen benötigt benötigen hält halten geht gehen muss zählt besteht misst erreicht gehört gehören angehören sollte bleibt bleiben findet finden statt steht kostet_ verfügt lag besitzt',
	negate: 'nicht kein keine keinen keiner keinem keines',
	never: 'nie niemals',
	only: 'nur bloß lediglich allein',
	every: 'alle immer jeder jede jedes jeden stets sämtliche unbedingt',
	hedge: 'vielleicht möglicherweise wahrscheinlich manche manchmal oft häufig einige viele wenige selten teilweise könnte könnten dürfte wohl würde würden mag scheint fast kaum meist meistens wenig',
	can: 'kann können',
	mild: 'normalerweise gewöhnlich durchschnittlich durchschnitt üblicherweise typischerweise',
	report: 'schwören schwört laut angeblich behauptet behaupten behauptete sagt sagte meint glaubt glauben angeblichen zufolge heißt mythos legende gerücht ob warum soll_ vermutet',
	self: 'ich mich mir mein meine meinem meinen meiner',
	episode: 'wuchs stieg sank fiel kaufte kauften lief aß trank verkaufte gestiegen gesunken gekauft gelaufen',
	past: 'früher damals einst ursprünglich ehemals zunächst zuvor vorher',
	now: 'heute jetzt derzeit inzwischen mittlerweile aktuell neuerdings',
	future: 'künftig demnächst bald',
	condition: 'wenn falls sobald solange während ohne außer bis trotz weil seit sofern gegen',
	about: 'etwa rund ca circa ungefähr zirka knapp gut fast',
	most: 'höchstens maximal',
	least: 'mindestens wenigstens',
	split: 'aber doch obwohl sondern jedoch weil dass sonst daher deshalb sodass denn darum',
	join: 'und oder',
	contrast: 'sondern',
	instance: 'studie versuch experiment umfrage stichprobe teilnehmer probanden artikel aufsatz kapitel lektion abschnitt vortrag beispiel effekt ergebnis ergebnisse gruppe patienten autor autoren',
	per: 'pro je',
	to: 'bis',
};

const ZH: Table = {
	stop: '比 的 了 在 是 和 与 及 于 从 把 被 对 为 用 以 这 那 其 它 他 她 也 就 都是 着 过 地 得 之 里 中 上 下 年 约为 还 又 应该 应当 应 必须 建议 推荐 定于 要 需要 需 由 组成 达 达到 共 总 共有 一个 并 而 则 呢 吧 会 将 首次 已 已经 正式 应用 就 便 才 却 直接 其实 应当 都 要的 含量',
	be: '是 为',
	filler: '有 拥有 包含 包括 含有 可用 持续 使用 具有 长达 高达 位于 举行 保存 保留 设有',
	negate: '不 没 没有 未 无 并非 不会 不能 并不 不是 不应 不应该 不要 不得 不可 不再 未曾 不含',
	never: '从不 从未 从来不 永不 永远不会 从来没有',
	only: '仅 只 仅仅 只是',
	every: '所有 全部 总是 一直 每个 任何 始终',
	hedge: '可能 也许 或许 大概率 有时 经常 常常 往往 有些 一些 许多 很多 部分 某些 不一定 未必 似乎 几乎 不总是 并不总是 不都 大多 大部分 偶尔',
	can: '可以 能 能够 不能 不可',
	mild: '通常 一般 平均',
	report: '据说 声称 认为 相信 传说 据 称 有人说 所谓 谣言 是否 传闻 吗 表示 误以为',
	self: '我 我的',
	episode: '增长了 下降了 买了 走了 吃了 花了',
	past: '曾 曾经 原来 以前 过去 当时 原本',
	now: '现在 目前 如今 现 今天',
	future: '将来 即将',
	condition: '去年 今年 明年 前年 上周 下周 上个月 下个月 如果 若 当 时 除非 只要 只有 时候 在于 期间 没有时',
	about: '约 大约 大概 左右 将近 近 约有',
	most: '最多 至多 不超过 不多于 以内',
	least: '至少 最少 不少于 超过 以上 多于',
	split: '但 但是 然而 不过 而是 虽然 否则 因为 所以 因此',
	join: '和 以及',
	contrast: '而是',
	instance: '研究 实验 调查 样本 参与者 论文 文章 章节',
	to: '到 至',
};

const AR: Table = {
	scope: 'في من الي علي عن مع عند',
	stop: 'هذا هذه ذلك تلك هو هي هم كان_ ان انه انها التي الذي ايضا قد_ بعد_ حوالي_ نحو_ عام سنه يجب ينبغي كل_ و لدي اي ما ثم مباشره ايضا فقد كذلك تماما',
	be: 'يكون تكون',
	was: 'كان كانت',
	filler: 'يبلغ تبلغ بلغ يحتاج تحتاج تضم يضم تتكون يتكون يحتوي تحتوي يستغرق تستغرق يستمر تستمر يدوم تدوم يقع تقع يساوي تم يوجد توجد',
	negate: 'لا لم ليس ليست لن غير ليسوا',
	never: 'ابدا مطلقا قط',
	only: 'فقط',
	every: 'جميع كل دائما كافه',
	hedge: 'قد ربما احيانا غالبا بعض كثير معظم لعل يبدو نادرا عاده_',
	can: 'يمكن يستطيع',
	mild: 'عاده متوسط',
	report: 'يقال يزعم زعم يعتقد يقول قال حسب وفقا هل يدعي اسطوره شائعه',
	self: 'انا لي',
	episode: 'اشتريت اشتري باع',
	past: 'سابقا قديما كان كانت',
	now: 'الان حاليا اليوم',
	future: 'سوف',
	condition: 'اذا عندما لو حين بدون دون الا خلال حيث لان',
	about: 'حوالي نحو تقريبا قرابه',
	least: 'الاقل',
	most: 'الاكثر',
	split: 'لكن ولكن بل بينما لان لانه لانها ولهذا لذلك ولذلك لذا',
	join: 'او',
	contrast: 'بل',
	instance: 'دراسه الدراسه تجربه مشاركا مشارك عينه مقال فصل',
	per: 'لكل',
};

const FR: Table = {
	article: 'un une',
	scope: 'de des du d à au aux en dans sur par pour avec chez contre',
	stop: 'le la les l ce cette ces son sa ses il elle ils elles on nous vous qui que se y doit doivent an année ans temps très aussi été être leur leurs',
	be: 'est sont',
	was: 'était étaient fut furent',
	filler: 'a ont avait contient contiennent mesure mesurent dure durent compte comptent comprend atteint faut besoin nécessite reste',
	negate: 'ne n pas aucun aucune ni non',
	never: 'jamais',
	only: 'seulement',
	every: 'tous toutes tout toujours chaque',
	hedge: 'peut-être parfois souvent certains certaines plusieurs quelques pourrait pourraient probablement presque rarement beaucoup',
	can: 'peut peuvent',
	mild: 'généralement habituellement moyenne',
	report: 'selon prétend dit croit affirme mythe légende prétendument si_ pourquoi',
	self: 'je j mon ma mes moi',
	past: 'autrefois jadis auparavant',
	now: 'maintenant aujourd’hui actuellement désormais',
	condition: 'si quand lorsque sauf sans pendant',
	about: 'environ près presque',
	split: 'mais tandis cependant',
	join: 'et ou',
	contrast: 'mais',
	instance: 'étude essai expérience enquête participants article chapitre',
	per: 'par',
};

const ES: Table = {
	article: 'un una',
	scope: 'de del en a al por para con contra entre',
	stop: 'el la los las este esta estos su sus lo se que quien y_ debe deben año años tiempo muy también sido ser le les',
	be: 'es son está están',
	was: 'era eran fue fueron estaba',
	filler: 'tiene tienen contiene contienen mide miden dura duran cuenta comprende alcanza necesita requiere hay queda',
	negate: 'no ningún ninguna ningun ni',
	never: 'nunca jamás',
	only: 'solo sólo solamente',
	every: 'todos todas siempre cada',
	hedge: 'quizás tal a_veces algunos algunas varios podría podrían probablemente casi muchas muchos',
	can: 'puede pueden',
	mild: 'generalmente normalmente promedio',
	report: 'según dice cree afirma mito leyenda supuestamente',
	self: 'yo mi mis me',
	past: 'antiguamente anteriormente',
	now: 'ahora hoy actualmente',
	condition: 'si cuando salvo sin durante mientras',
	about: 'unos unas aproximadamente cerca casi',
	split: 'pero aunque sino',
	join: 'y o',
	contrast: 'sino',
	instance: 'estudio ensayo experimento encuesta participantes artículo capítulo',
	per: 'por',
};

const TABLES: Readonly<Record<Tongue, Table>> = { en: EN, de: DE, zh: ZH, ar: AR, fr: FR, es: ES };

const ROLES: readonly Role[] = [
	'stop', 'filler', 'negate', 'never', 'only', 'every', 'hedge', 'can', 'mild', 'report', 'self', 'past', 'now', 'future', 'condition', 'about', 'most',
	'least', 'split', 'join', 'contrast', 'instance', 'be', 'was', 'per', 'to', 'article', 'scope', 'episode',
];

const built = new Map<Tongue, ReadonlyMap<string, ReadonlySet<Role>>>();

/** Every role of every function word of a tongue, by its lower-case form. */
export function functionWords(tongue: Tongue): ReadonlyMap<string, ReadonlySet<Role>> {
	const known = built.get(tongue);
	if (known !== undefined) return known;
	const words = new Map<string, Set<Role>>();
	for (const role of ROLES) {
		for (const word of (TABLES[tongue][role] ?? '').split(' ')) {
			if (word === '' || word.endsWith('_')) continue;
			const roles = words.get(word);
			if (roles === undefined) words.set(word, new Set([role]));
			else roles.add(role);
		}
	}
	built.set(tongue, words);
	return words;
}
