import { describe, expect, it } from 'vitest';
import { readChanges, readRecommendations, readTable, type TableError } from './tables';

const changes = '\uFEFFchannel,group,customers_march,points_march,customers_august,points_august\r\n"短信, SMS",electronic,6159,13675400,7055,18642500\n自营渠道,physical,17442,34166186,16985,33637218\n\n';

describe('A published table', () => {
  it('becomes measures and parts of two periods', () => {
    expect(readChanges(readTable(changes))).toEqual({
      before: 'march',
      after: 'august',
      measures: [
        { id: 'customers', name: 'customers' },
        { id: 'points', name: 'points' },
      ],
      parts: [
        { name: '短信, SMS', group: 'electronic', before: [6159, 13675400], after: [7055, 18642500] },
        { name: '自营渠道', group: 'physical', before: [17442, 34166186], after: [16985, 33637218] },
      ],
    });
  });

  it('of recommendations is read by its columns in order', () => {
    expect(readRecommendations(readTable('channel,targeted,accepted\n短信营业厅,6539,1221'))).toEqual([{ part: '短信营业厅', customers: 6539, accepted: 1221 }]);
  });

  it.each([
    ['a,b_one,b_two,b_three\nx,1,2,3', 'noPeriods'],
    ['a,b_one,b_two', 'noRows'],
    ['a,b_one,b_two\nx,1,many', 'notANumber'],
    ['a,b_one,b_two\nx,1,', 'notANumber'],
  ])('says what is wrong with %j', (text, key) => {
    expect(() => readChanges(readTable(text))).toThrow(expect.objectContaining({ key }) as TableError);
  });
});
