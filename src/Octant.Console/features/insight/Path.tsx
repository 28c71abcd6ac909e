import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { useSession } from '../session/session';
import type { Figures } from './figures';
import styles from './insight.module.css';
import { texts } from './texts';

/** Where in the organisation one looks, and the way back up: as far as one's own part reaches. */
export function Path({ figures, onChoose }: { readonly figures: Figures; readonly onChoose: (within: string | undefined) => void }) {
  const t = useTexts(texts);
  const name = useName();
  const { organisation } = useSession();
  const own = organisation?.path;
  const steps = figures.path.filter((step) => own === undefined || step.path === own || step.path.startsWith(`${own}/`));
  return (
    <nav aria-label={t('whereabouts')}>
      <ol className={styles.path}>
        {own === undefined && (
          <li>
            <Step
              text={t('wholeOrganisation')}
              isHere={steps.length === 0}
              onChoose={() => {
                onChoose(undefined);
              }}
            />
          </li>
        )}
        {steps.map((step, index) => (
          <li key={step.path}>
            <Step
              text={name(step.name)}
              isHere={index === steps.length - 1}
              onChoose={() => {
                onChoose(step.path);
              }}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Step({ text, isHere, onChoose }: { readonly text: string; readonly isHere: boolean; readonly onChoose: () => void }) {
  return isHere ? (
    <strong aria-current="location">{text}</strong>
  ) : (
    <button type="button" className={styles.link} onClick={onChoose}>
      {text}
    </button>
  );
}
