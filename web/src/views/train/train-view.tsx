// The lecture live: a tokenizer is trained on the reader's own text, merge by merge.
import { useEffect } from 'preact/hooks';
import { createTrainState } from '../../state/train/train.ts';
import { useRoom, useStore } from '../store-context.ts';
import { Chart } from './chart.tsx';
import { OutcomePanel } from './outcome.tsx';
import { SettingsPanel } from './settings.tsx';
import { StepPanel } from './step.tsx';
import { TextPanel } from './text.tsx';
import './train-view.css';
import { Transport } from './transport.tsx';
import { VocabularyPanel } from './vocabulary.tsx';

export default function TrainView() {
  const { words } = useStore();
  const train = useRoom(createTrainState);
  useEffect(() => train.show(), [train]);
  return (
    <div class="train-view">
      <h1 class="visually-hidden">{words.value.viewTrain}</h1>
      <SettingsPanel />
      <Transport />
      <TextPanel />
      <div class="train-facts">
        <StepPanel />
        <Chart />
        <OutcomePanel />
      </div>
      <VocabularyPanel />
    </div>
  );
}
