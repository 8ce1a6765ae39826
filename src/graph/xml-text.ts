/** Texts in XML. */

/** Text with the characters that XML 1.0 cannot hold replaced by U+FFFD. */
export const xmlText = (text: string): string => text.replace(NOT_XML, "\uFFFD");

const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text for content and for attributes in double quotes; line ends and tabs survive in both. */
export const escapeXml = (text: string): string =>
  xmlText(text).replace(/[&<>"\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
