import { Checkbox } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useSession } from '../session/session';
import styles from './operators.module.css';
import { groupNames, scopeGroups } from './scopes';
import { texts } from './scopes.texts';

interface ScopeChoiceProps {
  readonly value?: readonly string[];
  readonly onChange?: (scopes: string[]) => void;
  readonly disabled?: boolean;
}

/** Permissions by what they are about. Nobody gives or takes what they lack themselves. */
export function ScopeChoice({ value = [], onChange, disabled = false }: ScopeChoiceProps) {
  const t = useTexts(texts);
  const { scopes: own } = useSession();
  return (
    <div className={styles.scopes}>
      {groupNames.map((group) => {
        const inside: readonly string[] = scopeGroups[group];
        const chosen = inside.filter((scope) => value.includes(scope));
        const changeable = inside.filter((scope) => own.includes(scope));
        return (
          <fieldset key={group} className={styles.scopeGroup}>
            <legend>
              <Checkbox
                checked={chosen.length === inside.length}
                indeterminate={chosen.length > 0 && chosen.length < inside.length}
                disabled={disabled || changeable.length === 0}
                onChange={(change) => {
                  onChange?.([...value.filter((scope) => !changeable.includes(scope)), ...(change.target.checked ? changeable : [])]);
                }}
              >
                <strong>{t(`group.${group}`)}</strong>
              </Checkbox>
            </legend>
            {scopeGroups[group].map((scope) => (
              <Checkbox
                key={scope}
                className={styles.scope ?? ''}
                checked={value.includes(scope)}
                disabled={disabled || !own.includes(scope)}
                onChange={(change) => {
                  onChange?.(change.target.checked ? [...value, scope] : value.filter((other) => other !== scope));
                }}
              >
                {t(`scope.${scope}`)} <code className={styles.code}>{scope}</code>
              </Checkbox>
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}
