package io.github.chunkupload.routes;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;

/** In which form the templates are brought into a context. */
enum Form {

    JAVA {
        @Override
        void addTo(CamelContext context) throws Exception {
            context.addRoutes(new ChunkUploadRouteTemplates());
        }
    },
    YAML {
        @Override
        void addTo(CamelContext context) throws Exception {
            for (String id : TEMPLATES) {
                PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("classpath:camel-template/" + id + ".yaml"));
            }
        }
    };

    static final List<String> TEMPLATES = List.of("chunkupload-file-drop", "chunkupload-split-upload", "chunkupload-scatter",
        "chunkupload-worker", "chunkupload-gather");

    abstract void addTo(CamelContext context) throws Exception;
}
