/** GSM 03.38 without its letters of other scripts: what an SMS of 160 characters can hold. */
const GSM = /^[A-Za-z0-9 @£$¥!"#%&'()*+,\-./:;<=>?_[\]{}^\\~|€\n\r]*$/;

/** Whether every character of a text is of the alphabet of which an SMS holds 160. */
export const isGsm = (text: string): boolean => GSM.test(text);

/** How many of the 160 places a text takes: the characters behind an escape take two. */
export const septets = (text: string): number =>
  [...text].length + [...text].filter((one) => '[]{}^\\~|€'.includes(one)).length;

/** Whether a text goes out in one SMS: 160 places of the alphabet, else 70 units of UTF-16. */
export const fitsOneSms = (text: string): boolean => (isGsm(text) ? septets(text) <= 160 : text.length <= 70);
