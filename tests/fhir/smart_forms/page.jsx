// SPDX-License-Identifier: MIT
// A host's page around the renderer of Smart Forms (CSIRO): shows a Questionnaire, gives what was filled in.
import {
  BaseRenderer, buildForm, getResponse, RendererThemeProvider, useRendererQueryClient
} from '@aehrc/smart-forms-renderer';
import {QueryClientProvider} from '@tanstack/react-query';
import React from 'react';
import {createRoot} from 'react-dom/client';

function Form() {
  return (
    <RendererThemeProvider>
      <QueryClientProvider client={useRendererQueryClient()}>
        <BaseRenderer />
      </QueryClientProvider>
    </RendererThemeProvider>
  );
}

let root;
globalThis.show = async (questionnaire) => {
  root?.unmount();
  root = createRoot(document.querySelector('#form'));
  // Nothing here needs a terminology server; its own would be one in the internet.
  await buildForm({questionnaire, terminologyServerUrl: `${location.origin}/terminology`});
  root.render(<Form />);
};
globalThis.filledIn = getResponse;
