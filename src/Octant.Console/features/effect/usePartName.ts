import { useTexts } from '../../ui/language/LanguageProvider';
import { useUnitName } from '../campaigns/planner/sources';
import { useChannelName } from '../channels/channels';
import { useOfferingNames } from '../insight/offerings';
import { texts } from './texts';

/** As the API writes what is not known of a customer. */
const unknown = '(unknown)';

/** What a part is called: by the name of its channel, offering or organisation unit; a value of an attribute as it is. */
export function usePartName(by: string): (value: string) => string {
  const t = useTexts(texts);
  const channelName = useChannelName();
  const offerings = useOfferingNames();
  const unitOf = useUnitName();
  return (value) => {
    if (value === unknown) {
      return t('unknown');
    }

    switch (by) {
      case 'channel':
        return channelName(value);
      case 'offering':
        return offerings.data?.find(({ id }) => id === value)?.name ?? value;
      case 'homeUnit':
        return unitOf(value);
      default:
        return value;
    }
  };
}
