import 'bpeek/widget';
import 'bpeek/widget.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Lesson } from './lesson.tsx';
import './style.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Lesson />
    </StrictMode>,
  );
}
