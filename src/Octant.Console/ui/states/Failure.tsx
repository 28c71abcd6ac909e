import { Alert, Button } from 'antd';
import { isPresent } from '../../api/present';
import { ProblemError, type FieldError } from '../../api/problem';
import { useLanguage, useTexts } from '../language/LanguageProvider';
import { localise } from './expected';
import styles from './states.module.css';
import { texts } from './texts';

function kindOf(error: unknown) {
  if (!(error instanceof ProblemError)) {
    return error instanceof TypeError ? 'status.unreachable' : 'status.defect';
  }

  switch (error.status) {
    case 400:
      return 'status.invalid';
    case 401:
      return 'status.unauthenticated';
    case 403:
      return 'status.forbidden';
    case 404:
      return 'status.notFound';
    case 409:
      return 'status.conflict';
    case 412:
      return 'status.changed';
    case 429:
    case 503:
      return 'status.busy';
    default:
      return 'status.defect';
  }
}

/** One wrong field in words: what was expected there, and the name that was probably meant. */
export function useFieldMessage(): (error: FieldError) => string {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (error) => [t('expected', { expected: localise(error.expected, language) }), ...(error.nearest ? [t('nearest', { name: error.nearest })] : [])].join(' ');
}

interface FailureProps {
  /** What was thrown; nothing is shown for null. */
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Fields shown at their own place already. */
  readonly shown?: readonly FieldError[];
}

/** What went wrong, by the problem the API answered, with the fields that have no place of their own on the page. */
export function Failure({ error, onRetry, shown = [] }: FailureProps) {
  const t = useTexts(texts);
  const message = useFieldMessage();
  if (!isPresent(error)) {
    return null;
  }

  const fields = error instanceof ProblemError ? error.errors.filter((field) => !shown.includes(field)) : [];
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t(kindOf(error))}
      description={
        fields.length > 0 ? (
          <ul className={styles.errors}>
            {fields.map((field) => (
              <li key={`${field.field} ${field.expected}`}>
                {field.field === '$' ? '' : <code>{field.field} </code>}
                {message(field)}
              </li>
            ))}
          </ul>
        ) : error instanceof ProblemError && shown.length === 0 ? (
          error.detail
        ) : undefined
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    />
  );
}
