import { Form } from 'antd';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Loading } from '../../../ui/states/Loading';
import { errorsIn, useCount, useSettled } from '../../audiences/audiences';
import { CountTile } from '../../audiences/CountTile';
import { useDictionary } from '../../audiences/dictionary';
import { ExpressionField } from '../../audiences/ExpressionField';
import type { CampaignDraft } from './draft';
import { More } from './Section';
import { texts } from './texts';
import styles from './planner.module.css';

/** Whom it is for, counted as it is described; and who of them may have it, now, and whom it suits. */
export function AudienceSection({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const dictionary = useDictionary();
  const count = useCount(useSettled(draft.audience));
  if (dictionary === null) {
    return <Loading />;
  }

  return (
    <>
      <div className={styles.audience}>
        <Form.Item name="audience" className={styles.bare ?? ''}>
          <Expression label={t('audience')} errors={errorsIn(count.error)} dictionary={dictionary} />
        </Form.Item>
        <CountTile count={count} />
      </div>
      <More title={t('moreAudience')}>
        {(['eligibility', 'suitability'] as const).map((part) => (
          <div key={part} className={styles.part}>
            <h3 className={styles.partTitle}>{t(`part.${part}`)}</h3>
            <p className={styles.note}>{t(`partDetail.${part}`)}</p>
            <Form.Item name={part} className={styles.bare ?? ''}>
              <Condition label={t(`part.${part}`)} dictionary={dictionary} />
            </Form.Item>
          </div>
        ))}
      </More>
    </>
  );
}

type FieldProps = Parameters<typeof ExpressionField>[0];

/** The form gives value and change. */
function Expression({ label, value = '', onChange, errors, dictionary }: Partial<Pick<FieldProps, 'value' | 'onChange'>> & Required<Pick<FieldProps, 'label' | 'errors' | 'dictionary'>>) {
  return (
    <ExpressionField
      label={label}
      value={value}
      errors={errors}
      dictionary={dictionary}
      onChange={(text) => {
        onChange?.(text);
      }}
    />
  );
}

/** Its mistakes are found by counting who satisfies it. */
function Condition({ label, value = '', onChange, dictionary }: Partial<Pick<FieldProps, 'value' | 'onChange'>> & Required<Pick<FieldProps, 'label' | 'dictionary'>>) {
  const count = useCount(useSettled(value));
  return <Expression label={label} value={value} {...(onChange === undefined ? {} : { onChange })} errors={value.trim() === '' ? [] : errorsIn(count.error)} dictionary={dictionary} />;
}
