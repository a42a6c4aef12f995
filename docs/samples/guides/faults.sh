dws-reference --creation-time 90 \
  --fault reset-after,probability=0.1,operation=createSnapshot
