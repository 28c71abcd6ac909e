import { Alert, Button } from 'antd';
import { useMemo, useState } from 'react';
import { prepareRuleGroup, type RuleGroupType } from 'react-querybuilder';
import type { FieldError } from '../../api/problem';
import { useTexts } from '../../ui/language/LanguageProvider';
import styles from './audiences.module.css';
import { ConditionBuilder } from './ConditionBuilder';
import { noConditions, type Conditions } from './conditions';
import type { Dictionary } from './dictionary';
import { ExpressionEditor } from './ExpressionEditor';
import { readCel } from './readCel';
import { texts } from './texts';
import { writeCel } from './writeCel';

/** With identifiers that stay, so that a row is the same row when everything is drawn again, and an open list in it stays open. */
const identified = (conditions: Conditions | null) => (conditions === null ? null : (prepareRuleGroup(conditions as RuleGroupType) as Conditions));

interface ExpressionFieldProps {
  /** Of what it is, where there are several on a page. */
  readonly label?: string;
  readonly value: string;
  readonly onChange: (expression: string) => void;
  readonly errors: readonly FieldError[];
  readonly dictionary: Dictionary;
}

/**
 * An expression as rows and as text, kept in step both ways. The text is the truth. Rows that are not filled in yet say nothing in it,
 * so they are kept beside it for as long as it still is what they wrote.
 */
export function ExpressionField({ label, value, onChange, errors, dictionary }: ExpressionFieldProps) {
  const t = useTexts(texts);
  const [rows, setRows] = useState<{ readonly conditions: Conditions | null; readonly written: string }>(() => ({ conditions: identified(noConditions()), written: '' }));
  const conditions = useMemo(() => (rows.written === value ? rows.conditions : identified(readCel(value))), [rows, value]);
  const named = (form: string) => (label === undefined ? form : `${label} · ${form}`);
  return (
    <div className={styles.expression}>
      <div>
        {conditions === null ? (
          <Alert
            type="info"
            showIcon
            title={t('beyondTitle')}
            description={t('beyondDetail')}
            action={
              <Button
                size="small"
                onClick={() => {
                  onChange('');
                }}
              >
                {t('startAnew')}
              </Button>
            }
          />
        ) : (
          <ConditionBuilder
            label={named(t('asRows'))}
            value={conditions}
            dictionary={dictionary}
            onChange={(changed) => {
              // The builder also tells of what it only put in order; the text stays as it was typed until what it says changes.
              const said = writeCel(changed);
              const written = said === writeCel(conditions) ? value : said;
              setRows({ conditions: changed, written });
              if (written !== value) {
                onChange(written);
              }
            }}
          />
        )}
      </div>
      <div>
        <h2 className={styles.partTitle}>{t('asText')}</h2>
        <ExpressionEditor value={value} onChange={onChange} errors={errors} dictionary={dictionary} label={named(t('asText'))} />
      </div>
    </div>
  );
}
