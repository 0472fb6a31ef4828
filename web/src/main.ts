import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { page } from './lib/page.svelte';
import { theme } from './lib/theme.svelte';

theme.start();
page.load();
mount(App, { target: document.getElementById('page')! });
