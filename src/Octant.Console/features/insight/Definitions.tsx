import { Drawer } from 'antd';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useDefinitions } from './figures';
import styles from './insight.module.css';
import { texts } from './texts';

/** How every figure is counted, all at once. */
export function Definitions({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useTexts(texts);
  const name = useName();
  return (
    <Drawer open={isOpen} onClose={onClose} title={t('definitions')} size={460}>
      <Answered query={useDefinitions()}>
        {(known) => (
          <dl className={styles.definitions}>
            <dt>{t('whereCounted')}</dt>
            <dd>{name(known.organisation)}</dd>
            <dt>{t('whenCounted')}</dt>
            <dd>{name(known.time)}</dd>
            {known.figures.flatMap((figure) => [
              <dt key={`${figure.id} name`}>{name(figure.name)}</dt>,
              <dd key={figure.id}>{name(figure.definition)}</dd>,
            ])}
          </dl>
        )}
      </Answered>
    </Drawer>
  );
}
