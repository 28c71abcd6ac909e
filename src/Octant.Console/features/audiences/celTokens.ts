/** The words of an expression, for colouring, for errors under the very word, and for reading conditions into the builder. */
export type TokenKind = 'name' | 'number' | 'string' | 'sign' | 'comment' | 'wrong';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Of its first character in the text, from 0. */
  readonly start: number;
}

const pattern =
  /(?<space>\s+)|(?<comment>\/\/[^\n]*)|(?<string>r?"(?:[^"\\\n]|\\.)*"|r?'(?:[^'\\\n]|\\.)*')|(?<number>(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?|0[xX][\da-fA-F]+)|(?<name>[A-Za-z_]\w*|`[^`\n]+`)|(?<sign>&&|\|\||[<>=!]=|[<>!()[\]{}.,+\-*/%?:])|(?<wrong>.)/gsu;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const kind = Object.entries<string | undefined>(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] ?? 'wrong';
    if (kind !== 'space') {
      tokens.push({ kind: kind as TokenKind, text: match[0], start: match.index });
    }
  }

  return tokens;
}

/**
 * Where the word stands that an error names by line and column, both from 1. The API counts characters as people do (code points);
 * at the end of the text, the last word.
 */
export function wordAt(text: string, line: number, column: number): { readonly from: number; readonly to: number } {
  const before = text.split('\n').slice(0, line - 1);
  const lineStart = before.reduce((sum, part) => sum + part.length + 1, 0);
  const offset = [...text.slice(lineStart)].slice(0, column - 1).join('').length;
  const position = Math.min(lineStart + offset, text.length);
  const tokens = tokensOf(text);
  const word = tokens.find((token) => token.start <= position && position < token.start + token.text.length) ?? tokens.at(-1);
  return word === undefined ? { from: 0, to: text.length } : { from: word.start, to: word.start + word.text.length };
}
