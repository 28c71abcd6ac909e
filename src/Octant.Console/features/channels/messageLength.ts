/**
 * How long a short message is and how many segments it takes, as GSM networks count: 160 characters of the default alphabet in one
 * segment, 153 in each of several; 70 and 67 once a single character needs UCS-2 (3GPP TS 23.038, 6.2.1, and 23.040, 9.2.3.24.1).
 */
export interface MessageLength {
  /** Units of the alphabet: characters, of which the extension table's count twice, or UTF-16 code units. */
  readonly units: number;
  readonly segments: number;
  /** Units still free in the last segment. */
  readonly left: number;
  readonly isUnicode: boolean;
}

const basic = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';

export function messageLength(text: string): MessageLength {
  const characters = [...text];
  const isUnicode = !characters.every((character) => basic.includes(character) || extension.includes(character));
  const units = isUnicode ? text.length : characters.reduce((sum, character) => sum + (basic.includes(character) ? 1 : 2), 0);
  const [alone, joined] = isUnicode ? [70, 67] : [160, 153];
  const segments = units === 0 ? 0 : units <= alone ? 1 : Math.ceil(units / joined);
  return { units, segments, left: (segments <= 1 ? alone : segments * joined) - units, isUnicode };
}
