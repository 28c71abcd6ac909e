import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import type { ReactNode } from 'react';
import documentStyles from '../documents/documents.module.css';
import { useLabel } from '../documents/labels';
import { useTexts } from '../language/LanguageProvider';
import styles from './form.module.css';
import { texts } from './texts';

interface ListFieldsProps {
  readonly name: string;
  /** Said where there is none. */
  readonly none: string;
  /** What one that is added begins as. */
  readonly fresh: () => unknown;
  /** The fields of one, by its place. */
  readonly children: (place: number) => ReactNode;
}

/** A list of things of several fields each. */
export function ListFields({ name, none, fresh, children }: ListFieldsProps) {
  const t = useTexts(texts);
  const label = useLabel();
  return (
    <fieldset className={styles.fieldset}>
      <legend className="for-readers-only">{label(name)}</legend>
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <div className={documentStyles.rows}>
            {rows.length === 0 && <p className={styles.none}>{none}</p>}
            {rows.map(({ key, name: place }) => (
              <div key={key} className={documentStyles.row}>
                <div className={documentStyles.grid}>{children(place)}</div>
                <Button
                  aria-label={`${t('remove')} ${place + 1}`}
                  icon={<DeleteOutlined aria-hidden />}
                  onClick={() => {
                    remove(place);
                  }}
                />
              </div>
            ))}
            <div>
              <Button
                icon={<PlusOutlined aria-hidden />}
                onClick={() => {
                  add(fresh());
                }}
              >
                {t('add')}
              </Button>
            </div>
          </div>
        )}
      </Form.List>
    </fieldset>
  );
}
