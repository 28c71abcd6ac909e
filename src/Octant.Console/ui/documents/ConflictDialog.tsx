import { Alert, Button, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useFormat } from '../format/useFormat';
import { useTexts } from '../language/LanguageProvider';
import { DifferenceTable } from './DifferenceTable';
import { merge, withValue } from './differences';
import type { AnyDocument, DocumentVersion, Stored } from './documents';
import styles from './documents.module.css';
import { useAuthor } from './HistoryTab';
import { useLabel, useSay } from './labels';
import { texts } from './texts';

/** What somebody else saved while a form was open. */
export interface Clash<T> {
  /** As the form began. */
  readonly base: T;
  readonly mine: T;
  /** Null: it was deleted. */
  readonly theirs: Stored<T> | null;
  readonly version: DocumentVersion<T> | null;
}

interface ConflictDialogProps<T> {
  readonly clash: Clash<T>;
  readonly isSaving: boolean;
  readonly onSave: (merged: Stored<T>) => void;
  readonly onTake: (theirs: Stored<T>) => void;
  readonly onClose: () => void;
}

/** An update that would have been lost: said who and what, and solved member by member. */
export function ConflictDialog<T extends AnyDocument>({ clash, isSaving, onSave, onTake, onClose }: ConflictDialogProps<T>) {
  const t = useTexts(texts);
  const format = useFormat();
  const label = useLabel();
  const say = useSay();
  const author = useAuthor();
  const [chosen, setChosen] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({});
  const { base, mine, theirs, version } = clash;
  if (theirs === null) {
    return (
      <Modal
        open
        title={t('goneTitle')}
        okText={t('saveAnew')}
        confirmLoading={isSaving}
        onOk={() => {
          onSave({ value: mine, tag: null });
        }}
        onCancel={onClose}
      >
        <p>{t('goneDetail')}</p>
      </Modal>
    );
  }

  const { merged, conflicts, taken } = merge(base, mine, theirs.value);
  const solved = conflicts.reduce((value, { path, theirs: other }) => (chosen[String(path)] === 'theirs' ? withValue(value, path, other ?? undefined) : value), merged);
  return (
    <Modal
      open
      width={760}
      title={t('conflictTitle')}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('cancel')}
        </Button>,
        <Button
          key="theirs"
          danger
          onClick={() => {
            onTake(theirs);
          }}
        >
          {t('takeTheirs')}
        </Button>,
        <Button
          key="save"
          type="primary"
          loading={isSaving}
          onClick={() => {
            onSave({ value: solved, tag: theirs.tag });
          }}
        >
          {t('saveMerged')}
        </Button>,
      ]}
    >
      <div className={styles.clash}>
        <Alert
          type="warning"
          showIcon
          title={version === null ? t('conflictTitle') : t('conflictDetail', { who: author(version.by), when: format.dateTime(version.at), version: version.version })}
        />
        {conflicts.length === 0 ? (
          <p>{t('conflictNone')}</p>
        ) : (
          <section>
            <p>{t('conflictChoose')}</p>
            {conflicts.map(({ path, mine: own, theirs: other }) => (
              <fieldset key={String(path)} className={styles.choice}>
                <legend>{label(path)}</legend>
                <Segmented<'mine' | 'theirs'>
                  aria-label={label(path)}
                  value={chosen[String(path)] ?? 'mine'}
                  onChange={(which) => {
                    setChosen({ ...chosen, [String(path)]: which });
                  }}
                  options={[
                    { value: 'mine', label: `${t('mine')}: ${say(path, own)}` },
                    { value: 'theirs', label: `${t('theirs')}: ${say(path, other)}` },
                  ]}
                />
              </fieldset>
            ))}
          </section>
        )}
        {taken.length > 0 && (
          <section>
            <p>{t('conflictTaken')}</p>
            <DifferenceTable changes={taken} />
          </section>
        )}
      </div>
    </Modal>
  );
}
