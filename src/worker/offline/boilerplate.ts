import { foldName } from '../../model/fold.js';
import type { Inline } from '../../markdown/inline.js';
import { APPARATUS } from '../../markdown/names.js';

const LABELS =
	'author|authors|by|date|version|status|tags?|keywords|to|from|cc|subject|series|purpose|filed|filed under|file|file provenance|next|previous|prev|navigation|license|licence|copyright|routing|arc|type|title|subtitle|source|sources|url|link|created|updated|last updated|last modified|modified|published|maintained by|project|id|isbn|doi|publisher|pages|papers completed|papers proposed|size|location|place|time|attendees|present|participants|apologies|chair|minutes|reading time|aliases|category|categories|related|see also|up|parent|rating|read|started|finished|signed|reviewed by|approved by|owner|priority|due|deadline|' +
	'autor|autorin|autoren|datum|stand|schlagwörter|stichwörter|quelle|quellen|teilnehmer|teilnehmende|anwesend|entschuldigt|ort|zeit|uhrzeit|lizenz|nächste|vorherige|betreff|von|an|protokoll|moderation|verlag|' +
	'auteur|auteurs|étiquettes|mots-clés|participants|présents|lieu|licence|suivant|précédent|fuente|fecha|autores|etiquetas|participantes|asistentes|lugar|licencia|siguiente|anterior|' +
	'作者|日期|标签|来源|版本|状态|时间|地点|参会人员|参会人|与会者|主持人|记录人|链接|许可|出版社|المؤلف|الكاتب|التاريخ|الوسوم|المصدر|الحضور|المكان|الوقت|автор|дата|теги|источник|участники';
const METADATA = new RegExp(`^(?:${LABELS})\\s*[:\\uff1a]`, 'iu');

/** "Author: …", "Tags: …": a line that describes the note and not the world. */
export const isMetadataLine = (plain: string): boolean => (plain.includes(':') || plain.includes('\uff1a')) && METADATA.test(plain.trimStart());

// Tried on small letters, without flags and at the starts of words alone: it is run on every sentence of a vault.
const FURNITURE = /(?:^|[^a-z\u00df-\u024f])(?:all rights reserved|creative commons|cc[ -](?:by|0)\b|subscribe (?:now|today|here|to (?:our|my|the|this))|sign up (?:for|to)|share (?:this|on)|follow (?:us|me)|cookies?\b.*\b(?:use|accept|consent|site|website|policy)|we use cookies|read more|continue reading|click here|sponsored (?:post|content)|min(?:ute)?s? read|skip to (?:main )?content|table of contents|back to top|leave a comment|comments? \(\d+\)|related (?:posts|articles)|recommended for you|(?:our|my|weekly|free) newsletter|newsletter (?:signup|abonnieren)|photo (?:by|credit)|image credit|getty images|originally published|posted (?:on|in|by)|filed under|download (?:the )?(?:pdf|app)|alle rechte vorbehalten|jetzt (?:abonnieren|anmelden|teilen)|artikel teilen|weiterlesen|mehr lesen|anzeige$|zum inhalt|kommentare? \(\d+\)|tous droits réservés|abonnez-vous|lire la suite|todos los derechos|suscríbete|leer más|política de (?:cookies|privacidad))|^(?:subscribe|sign up|log ?in|privacy policy|terms of (?:use|service)|advertisement|sponsored|newsletter|abonnieren|anmelden|datenschutz|impressum|anzeige$|s'abonner|partager|compartir|suscribirse|copyright\b|licen[sc]ed? under)|©|\(c\) ?\d{4}/;
const FURNITURE_ELSEWHERE = /版权所有|^订阅|订阅(?:我们|本站|公众号)|关注我们|关注公众号|点击(?:这里|阅读|查看)|阅读更多|阅读原文|分享到|^广告|上一篇|下一篇|返回(?:顶部|目录)|جميع الحقوق محفوظة|^(?:اشترك|شارك)(?=\s)|اقرأ المزيد|ملفات تعريف الارتباط|سياسة الخصوصية|تسجيل الدخول|все права защищены|^подпис(?:ка|аться|ывайтесь)|^поделиться|читать далее/;
const BEYOND_LATIN = /[\u0370-\uffff]/;
const NAVIGATION = /^[\u2190\u2192\u00ab\u00bb<>|\s\u2022\u00b7[\]-]*(?:(?:previous|next|prev|back|home|top|up|contents|index|menu|zurück|weiter|vorherige|nächste|startseite|suivant|précédent|accueil|siguiente|anterior|inicio|上一页|下一页|首页|目录|التالي|السابق|الرئيسية|назад|далее)[\u2190\u2192\u00ab\u00bb<>|\s\u2022\u00b7[\]-]*)+$/iu;

/** A sentence or a short paragraph that belongs to the page it was clipped from: invitations, notices, controls. */
export function isFurniture(plain: string): boolean {
	if (NAVIGATION.test(plain)) return true;
	if (plain.length >= 220) return false;
	const small = plain.toLowerCase();
	return FURNITURE.test(small) || (BEYOND_LATIN.test(small) && FURNITURE_ELSEWHERE.test(small));
}

const YEAR = /\b(?:1[5-9]|20)\d\d[a-z]?\b/;
const CITED = /\bdoi\b|\bpp?\.\s?\d|\bvol\.|\bed\.|\beds?\.\)|\bin:\s|\barxiv\b|\bisbn\b|\bproceedings\b|\bjournal of\b|\buniversity press\b|\bpress\b|\bverlag\b|\bretrieved\b|\baccessed\b|https?:|出版社|学报|\[[jm]\]|دار\s/iu;
const AUTHORS_FIRST = /^(?:\[?\d+[\].]?\s*)?\p{Lu}[\p{L}'\u2019-]+,\s+(?:\p{Lu}\.[\s-]?)+/u;
const AUTHOR_YEAR = /^(?:\[?\d+[\].]?\s*)?\p{Lu}[\p{L}'\u2019.&,\s-]{2,80}\((?:1[5-9]|20)\d\d[a-z]?\)[.:,]/u;

/** An entry of a bibliography or a reading list. */
export const isCitation = (plain: string): boolean =>
	plain.length < 500 && YEAR.test(plain) && (AUTHORS_FIRST.test(plain) ? true : AUTHOR_YEAR.test(plain) ? CITED.test(plain) || /^[^(]*\(\d{4}[a-z]?\)\.\s/.test(plain) : CITED.test(plain) && /["\u201c\u201d\u00ab*]|\d+\s?[\u2013-]\s?\d+|https?:/.test(plain) && plain.length < 300 && /^[^.]{0,60}[.,:]/.test(plain) && /\bpp?\.\s?\d|\bdoi\b|\bvol\.|isbn|arxiv|\[[jm]\]/iu.test(plain));

const SKIPPED = new Set(
	(
		`${APPARATUS}|` +
		'reference|works cited|reading paths|recommended reading|related notes|related pages|external links|change log|history of changes|version history|attribution|backlinks|files|file structure|citation|cite this|how to cite|credits|footnotes|publication status|contributing|share|' +
		'weiterführende literatur|weblinks|einzelnachweise|to-dos|lizenz|schlagwörter|impressum|liens|enlaces|см. также|延伸阅读|相关链接|更新日志|相关笔记|参考リンク|関連|انظر أيضا|انظر أيضًا'
	).split('|'),
);

/** The heading of a part whose lines are never statements: references, links, tasks, who was there. */
export const isSkippedSection = (heading: string): boolean => heading.length < 60 && SKIPPED.has(foldName(heading.replace(/[^\p{L}\p{M}\p{N}\s.'-]/gu, ' ')).replace(/^[\d.\s]+/, ''));

/** Share of the text that is inside marks of these kinds, 0 to 1. */
function markedShare(inline: Inline, kinds: ReadonlySet<string>, start: number, end: number): number {
	let covered = 0;
	let reached = start;
	for (const mark of inline.marks) {
		if (!kinds.has(mark.kind) || mark.end <= reached || mark.start >= end) continue;
		covered += Math.min(end, mark.end) - Math.max(reached, mark.start);
		reached = Math.min(end, mark.end);
	}
	return end > start ? covered / (end - start) : 0;
}

const REFERENCE_KINDS: ReadonlySet<string> = new Set(['link', 'wikilink', 'embed', 'image', 'url', 'tag', 'footnote']);
const OPAQUE_KINDS: ReadonlySet<string> = new Set(['code', 'math', 'html', 'url', 'tag']);

/** Mostly links, tags or addresses: an index, not prose. */
export const isMostlyLinks = (inline: Inline, start: number, end: number): boolean => inline.marks.length > 0 && markedShare(inline, REFERENCE_KINDS, start, end) > 0.66;

/** Mostly code, formulas, addresses or tags: nothing that reads as a sentence. */
export const isMostlyOpaque = (inline: Inline, start: number, end: number): boolean => inline.marks.length > 0 && markedShare(inline, OPAQUE_KINDS, start, end) > 0.5;

/** A file name, a path or a command and nothing else. */
export const isFileLine = (plain: string): boolean => /^[\w.\-/\\~]+\.\w{1,5}(?:\s*[-\u2013\u2014(:].*)?$|^(?:[\w.-]+\/)+[\w.-]*$|^\$\s/.test(plain.trim());
