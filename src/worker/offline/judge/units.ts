/** What a unit measures and how many of the base unit it is. */
export interface Unit {
	readonly dimension: string;
	readonly factor: number;
	/** Added after the factor: only temperatures need it. */
	readonly offset: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

// dimension, factor, then the words in any language. Symbols that are also words are only read directly after a number.
const ROWS: readonly (readonly [dimension: string, factor: number, words: string])[] = [
	['length', 1, 'm metre metres meter meters metern mètre mètres metro metros 米 متر مترا امتار'],
	['length', 1000, 'km kilometre kilometres kilometer kilometers kilometern kilomètres kilómetros 公里 千米 كيلومتر كيلومترا كيلومترات كم'],
	['length', 0.01, 'cm centimetre centimetres centimeter centimeters zentimeter centimètres centímetros 厘米 سنتيمتر سم'],
	['length', 0.001, 'mm millimetre millimetres millimeter millimeters 毫米 مليمتر'],
	['length', 1609.344, 'mi mile miles meile meilen 英里 ميل'],
	['length', 0.3048, 'ft foot feet fuß 英尺 قدم'],
	['length', 0.0254, 'inch inches zoll 英寸 بوصه'],
	['length', 0.9144, 'yard yards yd'],
	['area', 1, 'm2 sqm quadratmeter 平方米'],
	['area', 1e6, 'km2 quadratkilometer 平方公里'],
	['area', 1e4, 'ha hectare hectares hektar 公顷 هكتار'],
	['mass', 1, 'g gram grams gramme gramm grammes gramos 克 غرام غراما جرام جراما'],
	['mass', 1000, 'kg kilo kilos kilogram kilograms kilogramm kilogrammes kilogramos 公斤 千克 كيلوغرام كغ كجم'],
	['mass', 0.001, 'mg milligram milligrams milligramm 毫克 ملغ مليغرام'],
	['mass', 1e-6, 'µg μg mcg microgram micrograms mikrogramm 微克'],
	['mass', 1e6, 'tonne tonnes tonnen ton tons toneladas 吨 طن طنا'],
	['mass', 500, '斤'],
	['mass', 453.592, 'lb lbs pound pounds pfund'],
	['mass', 28.3495, 'oz ounce ounces unzen'],
	['volume', 1, 'l litre litres liter liters litern litros 升 لتر لترا'],
	['volume', 0.001, 'ml millilitre millilitres milliliter milliliters 毫升 مل'],
	['volume', 0.01, 'cl'],
	['time', 1, 's sec second seconds sekunde sekunden seconde secondes segundo segundos 秒 秒钟 ثانيه ثواني'],
	['time', 60, 'min mins minute minutes minuten minutos minuto 分钟 分 دقيقه دقائق'],
	['time', HOUR, 'h hr hrs hour hours stunde stunden std heure heures hora horas 小时 个小时 钟头 ساعه ساعات'],
	['time', DAY, 'd day days tag tage tagen jour jours día días 天 日 يوم يوما ايام'],
	['time', 7 * DAY, 'week weeks woche wochen semaine semaines semana semanas 周 星期 个星期 اسبوع اسابيع'],
	['time', 30.44 * DAY, 'month months monat monate monaten mois mes meses 个月 月 شهر شهرا اشهر شهور'],
	['time', 365.25 * DAY, 'year years jahr jahre jahren an ans année années año años 年 سنه سنوات عاما اعوام'],
	['time', 3652.5 * DAY, 'decade decades jahrzehnt jahrzehnte'],
	['time', 36525 * DAY, 'century centuries jahrhundert jahrhunderte 世纪'],
	['time', 0.001, 'ms millisecond milliseconds millisekunden 毫秒'],
	['temperature', 1, '°c celsius'],
	['degree', 1, '° degree degrees grad degrés grados 度 درجه'],
	['share', 0.01, '% percent prozent ٪ pc'],
	['data', 1, 'mb megabyte megabytes'],
	['data', 1000, 'gb gigabyte gigabytes'],
	['data', 1e6, 'tb terabyte terabytes'],
	['data', 0.001, 'kb kilobyte kilobytes'],
	['power', 1, 'w watt watts'],
	['power', 1000, 'kw kilowatt kilowatts'],
	['energy', 1, 'kcal calories kalorien 千卡 卡路里'],
	['energy', 0.239, 'kj'],
	['frequency', 1, 'hz hertz'],
	['frequency', 1000, 'khz'],
	['frequency', 1e6, 'mhz'],
	['speed', 1, 'km/h kmh kph'],
	['speed', 1.609344, 'mph'],
	['euro', 1, '€ eur euro euros 欧元 يورو'],
	['dollar', 1, '$ usd dollar dollars 美元 دولار دولارا'],
	['sterling', 1, '£ gbp'],
	['yuan', 1, '¥ cny rmb yuan 元 人民币'],
	['franken', 1, 'chf franken'],
	['times', 1, 'times mal fois veces 次 倍 مرات مره'],
];

const UNITS: ReadonlyMap<string, Unit> = new Map([
	...ROWS.flatMap(([dimension, factor, words]) => words.split(' ').map((word): [string, Unit] => [word, { dimension, factor, offset: 0 }])),
	['°f', { dimension: 'temperature', factor: 5 / 9, offset: -32 * (5 / 9) }],
	['fahrenheit', { dimension: 'temperature', factor: 5 / 9, offset: -32 * (5 / 9) }],
	['kelvin', { dimension: 'temperature', factor: 1, offset: -273.15 }],
]);

/** The unit that a folded word or symbol names, or null. */
export const unitOf = (word: string): Unit | null => UNITS.get(word) ?? null;

/** Every unit word of Chinese, which has no blanks to find them by. */
export const HAN_UNITS: readonly string[] = [...UNITS.keys()].filter((word) => /^[\u4e00-\u9fff]+$/.test(word));

const SCALES: ReadonlyMap<string, number> = new Map(
	(
		[
			[1e2, 'hundred hundert cent cien 百 مئه مائه'],
			[1e3, 'k thousand tausend tsd mille mil 千 الف الاف'],
			[1e4, '万 萬'],
			[1e6, 'million millions mio millionen millionen mn مليون ملايين millones millón 百万'],
			[1e8, '亿 億'],
			[1e9, 'billion billions bn mrd milliarde milliarden milliards مليار'],
			[12, 'dozen dutzend'],
		] as const
	).flatMap(([value, words]) => words.split(' ').map((word): [string, number] => [word, value])),
);

/** The factor that a word such as "million" puts on the number before it, or null. */
export const scaleOf = (word: string): number | null => SCALES.get(word) ?? null;
