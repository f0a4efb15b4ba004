{
  "uid": "vllm-gateway",
  "title": "vLLM gateway",
  "tags": [
    "vllm"
  ],
  "schemaVersion": 39,
  "editable": true,
  "refresh": "30s",
  "time": {
    "from": "now-6h",
    "to": "now"
  },
  "templating": {
    "list": [
      {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus"
      },
      {
        "name": "model",
        "label": "Model",
        "type": "query",
        "datasource": {
          "type": "prometheus",
          "uid": "${datasource}"
        },
        "query": {
          "query": "label_values(vllm_gateway_requests_in_flight, model)",
          "refId": "models"
        },
        "refresh": 2,
        "includeAll": true,
        "multi": true,
        "allValue": ".+",
        "current": {
          "text": "All",
          "value": "$__all"
        }
      }
    ]
  },
  "panels": [
    {
      "id": 1,
      "type": "timeseries",
      "title": "Requests per second",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 0
      },
      "fieldConfig": {
        "defaults": {
          "unit": "reqps",
          "min": 0,
          "custom": {
            "stacking": {
              "mode": "normal"
            },
            "fillOpacity": 30
          }
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (rate(vllm_gateway_requests_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}}"
        }
      ]
    },
    {
      "id": 2,
      "type": "timeseries",
      "title": "Errors",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 12,
        "y": 0
      },
      "fieldConfig": {
        "defaults": {
          "unit": "percentunit",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (rate(vllm_gateway_requests_total{model=~\"$model\",status=\"5xx\"}[$__rate_interval])) / sum by (model) (rate(vllm_gateway_requests_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}}"
        }
      ],
      "description": "Share of answers with status 5xx."
    },
    {
      "id": 3,
      "type": "timeseries",
      "title": "Duration",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 8
      },
      "fieldConfig": {
        "defaults": {
          "unit": "s",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "histogram_quantile(0.5, sum by (model, le) (rate(vllm_gateway_request_duration_seconds_bucket{model=~\"$model\"}[$__rate_interval])))",
          "legendFormat": "{{model}} median"
        },
        {
          "refId": "B",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "histogram_quantile(0.95, sum by (model, le) (rate(vllm_gateway_request_duration_seconds_bucket{model=~\"$model\"}[$__rate_interval])))",
          "legendFormat": "{{model}} 95 %"
        }
      ]
    },
    {
      "id": 4,
      "type": "timeseries",
      "title": "First byte",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 12,
        "y": 8
      },
      "fieldConfig": {
        "defaults": {
          "unit": "s",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "histogram_quantile(0.5, sum by (model, le) (rate(vllm_gateway_[#if logging.accounting]first_chunk[#else]response_head[/#if]_seconds_bucket{model=~\"$model\"}[$__rate_interval])))",
          "legendFormat": "{{model}} median"
        },
        {
          "refId": "B",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "histogram_quantile(0.95, sum by (model, le) (rate(vllm_gateway_[#if logging.accounting]first_chunk[#else]response_head[/#if]_seconds_bucket{model=~\"$model\"}[$__rate_interval])))",
          "legendFormat": "{{model}} 95 %"
        }
      ]
    },
    {
      "id": 5,
      "type": "timeseries",
      "title": "In flight",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 16
      },
      "fieldConfig": {
        "defaults": {
          "unit": "short",
          "min": 0,
          "custom": {
            "stacking": {
              "mode": "normal"
            },
            "fillOpacity": 30
          }
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (vllm_gateway_requests_in_flight{model=~\"$model\"})",
          "legendFormat": "{{model}}"
        }
      ]
    },
    {
      "id": 6,
      "type": "timeseries",
      "title": "Errors of the gateway's own",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 12,
        "y": 16
      },
      "fieldConfig": {
        "defaults": {
          "unit": "reqps",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (reason) (rate(vllm_gateway_refusals_total[$__rate_interval]))",
          "legendFormat": "{{reason}}"
        }
      ]
    },
    {
      "id": 7,
      "type": "timeseries",
      "title": "Tries by replica",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 24
      },
      "fieldConfig": {
        "defaults": {
          "unit": "reqps",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model, replica) (rate(vllm_gateway_upstream_tries_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}} {{replica}}"
        }
      ]
    },
    {
      "id": 8,
      "type": "timeseries",
      "title": "Failures by replica",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 12,
        "y": 24
      },
      "fieldConfig": {
        "defaults": {
          "unit": "reqps",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model, replica) (rate(vllm_gateway_upstream_failures_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}} {{replica}}"
        }
      ]
    },
    {
      "id": 9,
      "type": "timeseries",
      "title": "Requests over time",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 32
      },
      "fieldConfig": {
        "defaults": {
          "unit": "short",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (increase(vllm_gateway_requests_total{model=~\"$model\"}[1h]))",
          "legendFormat": "{{model}}"
        }
      ],
      "description": "Requests of the hour before."
    },
    {
      "id": 10,
      "type": "timeseries",
      "title": "Answers cut off",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 12,
        "y": 32
      },
      "fieldConfig": {
        "defaults": {
          "unit": "reqps",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (rate(vllm_gateway_cut_answers_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}}"
        }
      ],
      "description": "The client left, or the server broke off."
    }[#if logging.accounting],
    {
      "id": 11,
      "type": "timeseries",
      "title": "Tokens per second",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 40
      },
      "fieldConfig": {
        "defaults": {
          "unit": "short",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (rate(vllm_gateway_prompt_tokens_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}} in"
        },
        {
          "refId": "B",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (rate(vllm_gateway_completion_tokens_total{model=~\"$model\"}[$__rate_interval]))",
          "legendFormat": "{{model}} out"
        }
      ]
    },
    {
      "id": 12,
      "type": "timeseries",
      "title": "Tokens over time",
      "datasource": {
        "type": "prometheus",
        "uid": "${datasource}"
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 12,
        "y": 40
      },
      "fieldConfig": {
        "defaults": {
          "unit": "short",
          "min": 0
        },
        "overrides": []
      },
      "targets": [
        {
          "refId": "A",
          "datasource": {
            "type": "prometheus",
            "uid": "${datasource}"
          },
          "expr": "sum by (model) (increase(vllm_gateway_prompt_tokens_total{model=~\"$model\"}[1h])) + sum by (model) (increase(vllm_gateway_completion_tokens_total{model=~\"$model\"}[1h]))",
          "legendFormat": "{{model}}"
        }
      ],
      "description": "Tokens of the hour before."
    }[/#if]
  ]
}
