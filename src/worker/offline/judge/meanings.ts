import { stemOf, type Tongue } from './tongue.js';

/** What a content word stands for beyond itself. */
export interface Meaning {
	/** `attribute` is measured, `event` is dated, `same` is one of several words for one thing, `pole` is one end of an opposition. */
	readonly kind: 'attribute' | 'event' | 'same' | 'pole';
	/** One id over all languages, so that claims in two languages can meet. */
	readonly id: string;
	/** +1 or -1 for a pole, else 0. */
	readonly pole: number;
	/** A pole that turns the statement wherever it stands, not only as what is said of the subject. */
	readonly anywhere: boolean;
}

type Words = Readonly<Partial<Record<Tongue, string>>>;

const ATTRIBUTES: Readonly<Record<string, Words>> = {
	height: { en: 'tall high height elevation altitude', de: 'hoch höhe', zh: '高 高度 海拔 身高', ar: 'ارتفاع طول_', fr: 'haut haute hauteur', es: 'alto alta altura' },
	length: { en: 'long length', de: 'lang länge', zh: '长 长度 全长 总长 总长度', ar: 'طول', fr: 'long longue longueur', es: 'largo longitud' },
	width: { en: 'wide width broad', de: 'breit breite', zh: '宽 宽度', ar: 'عرض', fr: 'large largeur', es: 'ancho anchura' },
	depth: { en: 'deep depth', de: 'tief tiefe', zh: '深 深度', ar: 'عمق', fr: 'profond profondeur', es: 'profundo profundidad' },
	weight: { en: 'weigh weighs weight mass heavy', de: 'wiegt wiegen gewicht schwer', zh: '重 重量 体重', ar: 'وزن يزن تزن', fr: 'pèse poids', es: 'pesa peso' },
	age: { en: 'old age aged', de: 'alt alter', zh: '年龄 岁', ar: 'عمر', fr: 'âge', es: 'edad' },
	price: { en: 'cost costs price priced fee', de: 'kostet kosten preis', zh: '价格 售价 花费', ar: 'سعر ثمن تكلفه', fr: 'coûte prix coût', es: 'cuesta precio' },
	population: { en: 'population inhabitants residents', de: 'einwohner bevölkerung', zh: '人口 居民', ar: 'سكان', fr: 'population habitants', es: 'población habitantes' },
	distance: { en: 'distance far away', de: 'entfernung entfernt abstand', zh: '距离 相距', ar: 'مسافه', fr: 'distance', es: 'distancia' },
	diameter: { en: 'diameter', de: 'durchmesser', zh: '直径', ar: 'قطر', fr: 'diamètre', es: 'diámetro' },
	area: { en: 'area', de: 'fläche', zh: '面积', ar: 'مساحه', fr: 'superficie', es: 'superficie' },
	speed: { en: 'speed velocity fast', de: 'geschwindigkeit', zh: '速度', ar: 'سرعه', fr: 'vitesse', es: 'velocidad' },
};

const EVENTS: Readonly<Record<string, Words>> = {
	found: { en: 'founded founding foundation established establish created', de: 'gegründet gründung gründete', zh: '成立 创建 建立 创办 创立 设立 始建 始建于', ar: 'تاسست تاسس تاسيس انشئت اسس انشئ', fr: 'fondée fondé fondation créée', es: 'fundada fundado fundó fundación' },
	born: { en: 'born birth', de: 'geboren geburt', zh: '出生 生于 出生于 诞生', ar: 'ولد ولدت', fr: 'né née', es: 'nació nacido' },
	die: { en: 'died dies death killed murdered executed', de: 'starb gestorben verstarb ermordet getötet hingerichtet', zh: '去世 逝世 死于', ar: 'توفي توفيت مات قتل قتلت', fr: 'mort mourut', es: 'murió' },
	publish: { en: 'published publication appeared printed', de: 'erschien erschienen veröffentlicht gedruckt', zh: '出版 发表 发布', ar: 'نشر نشرت صدر صدرت', fr: 'publié publiée paru', es: 'publicado publicada publicó' },
	complete: { en: 'completed completion finished', de: 'fertiggestellt vollendet vollendung', zh: '完成 建成 竣工 完工', ar: 'اكتمل اكتملت اكتمال', fr: 'achevé achevée', es: 'terminado completada' },
	begin: { en: 'began begin begins started start starts beginning', de: 'begann beginn beginnt', zh: '开始 始于 动工', ar: 'بدا بدات يبدا تبدا', fr: 'commencé commence', es: 'comenzó empezó empieza' },
	end: { en: 'ended ends ending', de: 'endete endet', zh: '结束 终于_', ar: 'انتهت انتهي ينتهي تنتهي انتهاء', fr: 'terminé', es: 'terminó acabó' },
	build: { en: 'built construction constructed', de: 'gebaut erbaut errichtet', zh: '建于 修建 建造 始建于 建成于', ar: 'بني بنيت', fr: 'construit construite', es: 'construido construida' },
	open: { en: 'opened opens opening', de: 'eröffnet eröffnung öffnet', zh: '开幕 开业 开馆', ar: 'افتتح افتتحت فتح', fr: 'ouvre ouverte inaugurée', es: 'inaugurada abre' },
	close: { en: 'closed closes', de: 'schließt', zh: '关门 闭馆', ar: 'اغلق', fr: 'ferme', es: 'cierra' },
	invent: { en: 'invented invention', de: 'erfunden erfindung', zh: '发明', ar: 'اخترع', fr: 'inventé', es: 'inventado' },
	discover: { en: 'discovered discovery described identified', de: 'entdeckt entdeckung beschrieben', zh: '发现', ar: 'اكتشف اكتشفت', fr: 'découvert découverte', es: 'descubierto' },
	introduce: { en: 'introduced launched released ships shipped unveiled', de: 'eingeführt veröffentlichung eingeführt vorgestellt freigegeben', zh: '推出 上线 创制 首创 研制', ar: 'اطلق', fr: 'lancé lancée', es: 'lanzado' },
	fall: { en: 'fell toppled', de: 'fiel stürzte einstürzte eingestürzt', zh: '倒塌 倒于 倒掉 倒了 塌', ar: 'سقط', fr: 'tombé', es: 'cayó' },
	marry: { en: 'married wedding wed', de: 'heiratete trauung hochzeit getraut geheiratet', zh: '结婚', ar: 'تزوج', fr: 'épousé', es: 'casó' },
	dissolve: { en: 'dissolved abolished disbanded', de: 'aufgelöst abgeschafft', zh: '解散 废除', ar: 'الغي الغيت', fr: 'dissous dissoute abolie', es: 'disuelta disuelto abolida' },
	destroy: { en: 'destroyed demolished burned collapsed', de: 'zerstört abgerissen abgebrannt', zh: '毁于 摧毁 拆除', ar: 'دمر دمرت هدم', fr: 'détruit détruite', es: 'destruido destruida' },
	sign: { en: 'signed ratified', de: 'unterzeichnet', zh: '签署 签订', ar: 'وقع وقعت', fr: 'signé signée', es: 'firmado firmada' },
	adopt: { en: 'adopted coined patented', de: 'verabschiedet patentiert', zh: '通过', ar: 'اعتمد', fr: 'adopté adoptée', es: 'adoptado adoptada' },
	join: { de: 'beitrat beigetreten', en: 'joined graduated retired hired', zh: '加入 毕业 退休', ar: 'انضم تخرج' },
	arrive: { en: 'arrived arrives landed lands reached reaches', de: 'landete landet erreichte ankam', zh: '抵达 到达', ar: 'وصل وصلت', fr: 'arrivé', es: 'llegó' },
	origin: { en: 'dates dating', de: 'stammt', zh: '追溯 可追溯到 始于', ar: 'يعود تعود يرجع ترجع', fr: 'remonte', es: 'remonta data' },
	plant: { en: 'planted', de: 'gepflanzt angepflanzt', zh: '种植 栽种', ar: 'زرع زرعت', fr: 'planté plantée', es: 'plantado plantada' },
	list: { en: 'listed inscribed added', de: 'aufgenommen eingetragen', zh: '列入 入选 收入', ar: 'ادرج ادرجت', fr: 'inscrit inscrite', es: 'inscrito declarado' },
	fix: { en: 'fixed standardised standardized', de: 'festgelegt festgesetzt', zh: '规定 确定', ar: 'حدد حددت' },
	leave: { en: 'left departed', de: 'verließ abgereist', zh: '离开', ar: 'غادر غادرت خرج خرجت رحل', fr: 'quitta parti', es: 'salió partió' },
	return: { en: 'returned', de: 'kehrte zurückgekehrt', zh: '返回 回到', ar: 'عاد رجع بعودته عودته' },
	operate: { de: 'betrieb brennt' },
	due: { en: 'due deadline', de: 'fällig abgabe frist', zh: '截止', ar: 'موعد', fr: 'échéance', es: 'plazo' },
	meet: { en: 'held scheduled planned meets', de: 'stattfindet tagt geplant angesetzt kommt', zh: '召开', ar: 'يعقد تعقد', fr: 'lieu', es: 'celebra' },
};

const SAME: Readonly<Record<string, Words>> = {
	bake: { en: 'bake baking', de: 'backen gebacken', zh: '烘烤 烤', ar: 'يخبز' },
	member: { en: 'member members', de: 'mitglied mitglieder', zh: '成员 会员 委员', ar: 'عضو اعضاء عضوا', fr: 'membre membres', es: 'miembro miembros' },
	employee: { en: 'employee employees staff', de: 'mitarbeiter angestellte beschäftigte', zh: '员工 职工', ar: 'موظف موظفا موظفين', fr: 'employé employés', es: 'empleado empleados' },
	water: { en: 'water watered watering', de: 'gießen gegossen' },
	store: { en: 'store stored keep kept retain retained storage', de: 'lagern gelagert aufbewahren aufbewahrt', zh: '存放 储存 保存' },
	people: { en: 'participants_ attendees guests', de: 'gäste', zh: '与会者' },
	soak: { en: 'steep steeps steeped soak soaked brew brewed', de: 'ziehen ziehenlassen', zh: '浸泡 冲泡 泡' },
	prove: { en: 'rise_ proof proofs prove proves ferment ferments fermented rest rests rested', de: 'gären gärt ruhen ruht gehen_', zh: '发酵 醒发', ar: 'يتخمر تخمير' },
	student: { en: 'student students pupils', de: 'schüler studenten studierende', zh: '学生', ar: 'طالب طلاب طالبا' },
	book: { en: 'book books volumes', de: 'bücher bände', zh: '册 藏书 书 图书', ar: 'كتاب كتب كتابا' },
	visitor: { en: 'visitor visitors', de: 'besucher', zh: '游客 访客', ar: 'زائر زوار' },
	fee: { en: 'salary wage pay_', de: 'gehalt lohn', zh: '工资 薪水', ar: 'راتب' },
};

/** Opposites: the words of one end, a bar, the words of the other. A leading `!` lets the row turn a statement from any place. */
const OPPOSITES: Readonly<Record<string, Words>> = {
	'!rise': {
		en: 'increase increases increased raise raises raised rise rises rose boost boosts higher improve_ grow_ strengthens strengthen strengthened climb climbs climbed | decrease decreases decreased reduce reduces reduced lower lowers lowered fall drop drops dropped diminish diminishes weaken weakens weakened falls fell sinks',
		de: 'erhöht erhöhen steigt steigen steigert steigern höhere vermehrt verstärkt | senkt senken verringert verringern sinkt sinken vermindert reduziert reduzieren niedrigere schwächt',
		zh: '增加 提高 提升 上升 升高 增强 | 减少 降低 下降 减弱 削弱',
		ar: 'يزيد تزيد يرفع ترفع يزداد تزداد ارتفع ارتفعت يرتفع ترتفع | يقلل تقلل يخفض تخفض ينقص تنقص ينخفض تنخفض انخفض انخفضت',
		fr: 'augmente augmentent | diminue diminuent réduit réduisent baisse',
		es: 'aumenta aumentan incrementa | disminuye disminuyen reduce reducen',
	},
	'!improve': { en: 'improve improves improved helps help benefits | worsen worsens worsened harms harm damages damage hurts impairs', de: 'verbessert verbessern hilft | verschlechtert verschlechtern schadet', zh: '改善 有助于 | 恶化 损害', ar: 'يحسن تحسن | يضر تضر', fr: 'améliore | aggrave nuit', es: 'mejora | empeora perjudica' },
	'!allow': { en: 'allow allows allowed permit permits permitted legal | forbid forbids forbidden prohibit prohibits prohibited ban bans banned illegal', de: 'erlaubt erlauben gestattet | verbietet verboten untersagt', zh: '允许 准许 | 禁止 严禁', ar: 'يسمح تسمح مسموح | يمنع تمنع ممنوع محظور', fr: 'permet autorise autorisé | interdit interdite', es: 'permite permitido | prohíbe prohibido' },
	'!more': { en: 'more larger bigger greater longer taller heavier older higher_ faster stronger better cheaper | less fewer smaller shorter lighter younger slower weaker worse', de: 'mehr größer länger schwerer älter schneller stärker besser | weniger kleiner kürzer leichter jünger langsamer schwächer schlechter', zh: '更多 多于_ 更大 更快 更好 | 更少 更小 更慢 更差', ar: 'اكثر اكبر اسرع افضل | اقل اصغر ابطا اسوا', fr: 'plus | moins', es: 'más mejor mayor | menos peor menor' },
	'!higher': { zh: '高 较高 更高 | 低 较低 更低', de: 'höher | niedriger', ar: 'اعلي | ادني' },
	'!before': { en: 'before | after', de: 'vor | nach', zh: '之前 前 以前_ | 之后 后', ar: 'قبل | بعد', fr: 'avant | après', es: 'antes | después' },
	'!accept': { en: 'accept accepts accepted approve approved approves | reject rejects rejected refuse refuses', de: 'genehmigt angenommen | abgelehnt', zh: '接受 批准 | 拒绝', ar: 'يقبل قبل_ وافق | يرفض رفض', fr: 'accepté | refusé rejeté', es: 'aceptado | rechazado' },
	'!succeed': { en: 'succeed succeeds succeeded succeeds passes passed | fail fails failed', de: 'gelang gelingt | scheitert scheiterte', zh: '成功 | 失败', ar: 'نجح نجحت | فشل فشلت', fr: 'réussi | échoué', es: 'éxito | fracasó' },
	'!accelerate': { en: 'accelerate accelerates speeds | slow_ slows delays delay decelerates inhibits', de: 'beschleunigt | verlangsamt bremst', zh: '加速 加快 | 减缓 减慢', ar: 'يسرع | يبطئ', fr: 'accélère | ralentit', es: 'acelera | ralentiza' },
	'!cause': { en: 'causes cause promotes | prevents prevent', de: 'verursacht fördert | verhindert hemmt', zh: '导致 引起 促进 | 防止 抑制', ar: 'يسبب تسبب | يمنع_', fr: 'cause provoque | empêche prévient', es: 'causa provoca | previene' },
	hot: { en: 'hot warm | cold cool', de: 'heiß warm | kalt kühl', zh: '热 | 冷', ar: 'حار ساخن | بارد', fr: 'chaud chaude | froid froide', es: 'caliente | frío fría' },
	safe: { en: 'safe harmless | dangerous harmful hazardous toxic poisonous', de: 'sicher ungefährlich harmlos unschädlich | gefährlich schädlich giftig', zh: '安全 无害 | 危险 有害 有毒', ar: 'امن امنه | خطير خطيره خطر ضار ضاره', fr: 'sûr | dangereux dangereuse', es: 'seguro segura | peligroso peligrosa' },
	open: { en: 'open | closed shut', de: 'geöffnet offen | geschlossen', zh: '开放 营业 | 关闭 关门', ar: 'مفتوح مفتوحه | مغلق مغلقه', fr: 'ouvert ouverte | fermé fermée', es: 'abierto abierta | cerrado cerrada' },
	good: { en: 'good useful effective beneficial | bad useless ineffective', de: 'gut nützlich wirksam | schlecht nutzlos wirkungslos unwirksam', zh: '有效 有用 有益 好 | 无效 无用 坏', ar: 'مفيد مفيده فعال | عديم', fr: 'bon bonne utile efficace | mauvais inutile inefficace', es: 'bueno buena útil eficaz | malo mala inútil ineficaz' },
	easy: { en: 'easy simple | difficult hard complicated', de: 'einfach leicht | schwierig schwer_ kompliziert', zh: '容易 简单 | 困难 难 复杂', ar: 'سهل سهله | صعب صعبه', fr: 'facile | difficile', es: 'fácil | difícil' },
	cheap: { en: 'cheap inexpensive | expensive costly', de: 'billig günstig | teuer', zh: '便宜 | 昂贵 贵', ar: 'رخيص | غال', fr: 'bon_ | cher chère', es: 'barato barata | caro cara' },
	wet: { en: 'wet moist | dry', de: 'nass feucht | trocken', zh: '湿 潮湿 | 干 干燥', ar: 'رطب | جاف', fr: 'humide | sec sèche', es: 'húmedo | seco' },
	true: { en: 'true correct | false incorrect', de: 'wahr richtig | falsch', zh: '正确 真的 | 错误 假的', ar: 'صحيح | خاطئ', fr: 'vrai | faux', es: 'verdadero cierto | falso' },
	alive: { en: 'alive living | dead extinct', de: 'lebendig | tot ausgestorben', zh: '活着 | 灭绝', ar: 'حي | منقرض', fr: 'vivant | éteint mort_', es: 'vivo | extinto' },
	mandatory: { en: 'mandatory required_ compulsory obligatory | optional voluntary', de: 'verpflichtend obligatorisch pflicht | freiwillig optional', zh: '必需 强制 | 可选 自愿', ar: 'الزامي اجباري | اختياري', fr: 'obligatoire | facultatif facultative', es: 'obligatorio obligatoria | opcional voluntario' },
	free: { en: 'free | paid', de: 'kostenlos gratis | kostenpflichtig', zh: '免费 | 收费', ar: 'مجاني | مدفوع', fr: 'gratuit gratuite | payant payante', es: 'gratuito gratis | pago_' },
	big: { en: 'large big | small tiny', de: 'groß | klein', zh: '大 | 小', ar: 'كبير كبيره | صغير صغيره', fr: 'grand grande | petit petite', es: 'grande | pequeño pequeña' },
	soluble: { en: 'soluble | insoluble', de: 'löslich | unlöslich', zh: '可溶 | 不溶', fr: 'soluble | insoluble', es: 'soluble | insoluble' },
	acid: { en: 'acidic | alkaline', de: 'sauer | basisch', zh: '酸性 | 碱性', ar: 'حمضي | قلوي', fr: 'acide | alcalin', es: 'ácido | alcalino' },
	fast: { en: 'fast quick | slow', de: 'schnell | langsam', zh: '快 | 慢', ar: 'سريع سريعه | بطيء بطيئه', fr: 'rapide | lent lente', es: 'rápido rápida | lento lenta' },
};

const TONGUES: readonly Tongue[] = ['en', 'de', 'zh', 'ar', 'fr', 'es'];

const listed = (words: string): string[] => words.split(' ').filter((word) => word !== '' && !word.endsWith('_'));

function build(tongue: Tongue): Map<string, readonly Meaning[]> {
	const meanings = new Map<string, Meaning[]>();
	const stems: (readonly [string, Meaning])[] = [];
	const add = (key: string, meaning: Meaning): void => {
		const known = meanings.get(key);
		if (known === undefined) meanings.set(key, [meaning]);
		else if (!known.some((other) => other.kind === meaning.kind)) known.push(meaning);
	};
	const put = (word: string, meaning: Meaning): void => {
		add(word, meaning);
		stems.push([stemOf(word, tongue), meaning]);
	};
	const putRow = (kind: 'attribute' | 'event' | 'same', rows: Readonly<Record<string, Words>>): void => {
		for (const [id, words] of Object.entries(rows)) {
			for (const word of listed(words[tongue] ?? '')) put(word, { kind, id: `~${kind}:${id}`, pole: 0, anywhere: false });
		}
	};
	putRow('attribute', ATTRIBUTES);
	putRow('event', EVENTS);
	putRow('same', SAME);
	for (const [row, words] of Object.entries(OPPOSITES)) {
		const anywhere = row.startsWith('!');
		const [plus = '', minus = ''] = (words[tongue] ?? '').split('|');
		const id = `~pole:${row.replace('!', '')}`;
		for (const word of listed(plus)) put(word, { kind: 'pole', id, pole: 1, anywhere });
		for (const word of listed(minus)) put(word, { kind: 'pole', id, pole: -1, anywhere });
	}
	// The surface form is found before the stem, so that "opened" (an event) and "open" (a pole) stay apart.
	const surfaces = new Set(meanings.keys());
	for (const [stem, meaning] of stems) if (!surfaces.has(stem)) add(stem, meaning);
	return meanings;
}

const built = new Map<Tongue, ReadonlyMap<string, readonly Meaning[]>>();

/** Meanings by lower-case word and by stem. A word may bear one of each kind. */
export function meaningsOf(tongue: Tongue): ReadonlyMap<string, readonly Meaning[]> {
	const known = built.get(tongue);
	if (known !== undefined) return known;
	const meanings = TONGUES.includes(tongue) ? build(tongue) : new Map<string, readonly Meaning[]>();
	built.set(tongue, meanings);
	return meanings;
}
