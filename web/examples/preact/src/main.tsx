import 'bpeek/widget';
import 'bpeek/widget.css';
import { render } from 'preact';
import { Lesson } from './lesson.tsx';
import './style.css';

const root = document.getElementById('root');
if (root) render(<Lesson />, root);
