import { useTexts } from '../../ui/language/LanguageProvider';
import { useOfferingName, useUnitName } from '../campaigns/planner/sources';
import { useChannelName } from '../channels/channels';
import { texts } from './texts';

/** As the API writes what is not known of a customer. */
const unknown = '(unknown)';

/** What a part is called: by the name of its channel, offering or organisation unit; a value of an attribute as it is. */
export function usePartName(by: string): (value: string) => string {
  const t = useTexts(texts);
  const channelName = useChannelName();
  const offeringName = useOfferingName();
  const unitOf = useUnitName();
  return (value) => {
    if (value === unknown) {
      return t('unknown');
    }

    switch (by) {
      case 'channel':
        return channelName(value);
      case 'offering':
        return offeringName(value);
      case 'homeUnit':
        return unitOf(value);
      default:
        return value;
    }
  };
}
