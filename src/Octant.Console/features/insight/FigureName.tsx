import { InfoCircleOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { useDefinitions, type FigureId } from './figures';
import styles from './insight.module.css';
import { texts } from './texts';

/** The name of a figure, and beside it how it is counted: at a pointer's touch, and by keyboard. */
export function FigureName({ figure }: { readonly figure: FigureId }) {
  const t = useTexts(texts);
  const name = useName();
  const definition = useDefinitions().data?.figures.find(({ id }) => id === figure);
  const label = t(`figure.${figure}`);
  return (
    <span className={styles.name}>
      {label}
      {definition !== undefined && (
        <Popover trigger={['hover', 'focus', 'click']} title={name(definition.name)} content={<p className={styles.definition}>{name(definition.definition)}</p>}>
          <button
            type="button"
            className={styles.how}
            aria-label={t('howCounted', { figure: label })}
            onClick={(click) => {
              // In the head of a table it must not sort.
              click.stopPropagation();
            }}
          >
            <InfoCircleOutlined aria-hidden />
          </button>
        </Popover>
      )}
    </span>
  );
}
