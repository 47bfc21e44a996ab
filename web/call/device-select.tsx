import { useId } from 'react';

import { strings } from '../strings.ts';

interface DeviceSelectProps {
  label: string;
  devices: readonly MediaDeviceInfo[];
  /** Undefined is what the system has chosen; so is an id of a device that is not there any more. */
  chosenId: string | undefined;
  onChoose: (id: string | undefined) => void;
}

/** Chrome lists the system's choices as devices of their own, beside the devices that they are. */
const SYSTEM_CHOICES = new Set(['', 'default', 'communications']);

/** A list of the devices of one kind, the system's choice first. */
export function DeviceSelect({ label, devices, chosenId, onChoose }: DeviceSelectProps) {
  const id = useId();
  const known = devices.filter(({ deviceId }) => !SYSTEM_CHOICES.has(deviceId));
  const isThere = known.some(({ deviceId }) => deviceId === chosenId);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={isThere ? chosenId : ''}
        onChange={({ target }) => {
          onChoose(target.value || undefined);
        }}
      >
        <option value="">{strings.sound.systemDefault}</option>
        {known.map(({ deviceId, label: name }, index) => (
          <option key={deviceId} value={deviceId}>
            {name || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
    </>
  );
}
