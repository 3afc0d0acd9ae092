/** Tags that change how text looks and can do nothing else. */
export const HARMLESS_TAGS = new Set(
	'b i em strong u s del ins mark sub sup small big kbd code samp var tt q cite dfn abbr br wbr hr p div span ruby rt rp rb blockquote ul ol li dl dt dd table thead tbody tfoot tr th td caption h1 h2 h3 h4 h5 h6 pre bdi'.split(' '),
);

/** Every other name that a browser gives a meaning to. A name in neither list is inert. */
export const OTHER_TAGS = new Set(
	'a abbr acronym address applet area article aside audio base basefont bdo bgsound blink body button canvas center col colgroup command content data datalist details dialog dir element embed fencedframe fieldset figcaption figure font footer form frame frameset head header hgroup html iframe image img input isindex keygen label layer legend link listing main map marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes nolayer noscript object optgroup option output param picture plaintext portal progress rtc script search section select selectedcontent shadow slot source spacer strike style summary svg template textarea time title track video webview xmp xml xss animate animatemotion animatetransform circle clippath defs desc discard ellipse feimage filter foreignobject g handler line lineargradient listener marker mask metadata mpath path pattern polygon polyline radialgradient rect set stop switch symbol text textpath tspan use view annotation annotation-xml maction mglyph mi mn mo ms mtext semantics'.split(' '),
);

export const HARMLESS_ATTRIBUTES = new Set(['title', 'lang', 'dir', 'align', 'start', 'colspan', 'rowspan', 'cite', 'datetime', 'open']);
