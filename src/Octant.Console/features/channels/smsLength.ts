/** How a text travels as SMS (3GPP TS 23.038): in the alphabet of GSM where every character is in it, otherwise in UCS-2. */
export interface SmsLength {
  readonly alphabet: 'GSM-7' | 'UCS-2';
  /** In units of the alphabet: septets, of which an extended character takes two, or 16-bit units. */
  readonly units: number;
  readonly segments: number;
  /** Units that fit into one segment of so many. */
  readonly perSegment: number;
  /** How many more fit before another segment begins. */
  readonly left: number;
}

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '\f^{}\\[~]|€';

/** Of one message alone, and of each part of several, which carry a header. */
const room = { 'GSM-7': { one: 160, each: 153 }, 'UCS-2': { one: 70, each: 67 } } as const;

export function smsLength(text: string): SmsLength {
  const characters = [...text];
  const alphabet = characters.every((character) => basic.includes(character) || extended.includes(character)) ? 'GSM-7' : 'UCS-2';
  const sizes = characters.map((character) => (alphabet === 'GSM-7' ? (extended.includes(character) ? 2 : 1) : character.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { one, each } = room[alphabet];
  if (units <= one) {
    return { alphabet, units, segments: units === 0 ? 0 : 1, perSegment: one, left: one - units };
  }

  // A character of two units is not torn apart: where only one is left, it begins the next segment.
  let [segments, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > each) {
      segments += 1;
      used = 0;
    }

    used += size;
  }

  return { alphabet, units, segments, perSegment: each, left: each - used };
}
